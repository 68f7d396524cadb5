/** Reads Slack's settings from the environment: how it is reached, or which half is missing. Absent, Slack is off. */
import { isIP } from 'node:net';
import { readKeys, type SealKey } from './seal.ts';

/** How Slack reaches Paperboy, and by which token it answers. */
export type Mode =
  | { kind: 'socket'; botToken: string; appToken: string }
  | { kind: 'http'; botToken: string; signingSecret: string }
  | {
      kind: 'oauth';
      signingSecret: string;
      clientId: string;
      clientSecret: string;
      stateSecret: string;
      /** The first one seals, all of them open. */
      keys: SealKey[];
      /** `https://papers.example`, when set: where Slack sends people back to. */
      publicUrl?: string;
    };

export interface SlackSettings {
  mode: Mode;
  /** Where Slack's Web API is; ends in a slash. */
  apiUrl: string;
  authorizeUrl: string;
  /** Where requests are listened for; unused in Socket Mode. */
  host: string;
  port: number;
  /** How long one request to Slack may take; absent: the default. Milliseconds. */
  requestMs?: number;
  /** Only admins and owners of the workspace may change what a channel follows. */
  adminsOnly: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

const SOCKET = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'];
const HTTP = ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'];
const OAUTH = ['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'];
const GROUPS = new Set([...SOCKET, ...HTTP, ...OAUTH]);
/** What Slack gives out holds neither spaces nor line breaks; the state secret is of one's own making. */
const COPIED = [...GROUPS].filter((name) => name !== 'SLACK_STATE_SECRET');

/** All problems come together; none of them repeats a secret. */
export function readSlackSettings(
  env: Env,
): { settings: SlackSettings } | { settings: undefined } | { problems: string[] } {
  const given = (name: string) => env[name]?.trim() || undefined;
  const set = [...GROUPS].filter((name) => given(name) !== undefined);
  if (set.length === 0) return { settings: undefined };
  const problems: string[] = [];
  for (const name of COPIED) {
    if (/[^\x21-\x7e]/.test(given(name) ?? ''))
      problems.push(
        `${name} contains a space, a line break or another character that none of Slack's has. Copy it again.`,
      );
  }
  const mode = readMode(env, given, problems);
  const apiUrl = readUrl('SLACK_API_URL', given('SLACK_API_URL') ?? 'https://slack.com/api/', problems);
  const authorizeUrl = readUrl(
    'SLACK_AUTHORIZE_URL',
    given('SLACK_AUTHORIZE_URL') ?? 'https://slack.com/oauth/v2/authorize',
    problems,
  );
  const port = given('SLACK_PORT') ?? '3001';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    problems.push(
      `SLACK_PORT is ${JSON.stringify(port.slice(0, 40))}, which isn't a port. Use a number such as 3001.`,
    );
  const host = (given('HOST') ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) === 0 && !/^[a-z0-9.-]+$/i.test(host))
    problems.push("HOST isn't a host. Use one such as 127.0.0.1.");
  const lock = given('SLACK_ADMINS_ONLY') ?? 'false';
  if (!/^(true|false|1|0|yes|no|on|off)$/i.test(lock))
    problems.push('SLACK_ADMINS_ONLY must be true or false.');
  if (problems.length > 0 || mode === undefined) return { problems };
  return {
    settings: {
      mode,
      apiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`,
      authorizeUrl,
      host,
      port: Number(port),
      adminsOnly: /^(true|1|yes|on)$/i.test(lock),
    },
  };
}

/** OAuth when any of its own settings is there, else a socket when its own token is, else HTTP. */
function readMode(
  env: Env,
  given: (name: string) => string | undefined,
  problems: string[],
): Mode | undefined {
  const value = (name: string) => given(name) ?? '';
  if (OAUTH.slice(1).some(given)) {
    const missing = OAUTH.filter((name) => !given(name));
    if (missing.length > 0) return half('to be installed in many workspaces', OAUTH, missing, problems);
    if (given('SLACK_APP_TOKEN'))
      problems.push(
        'SLACK_APP_TOKEN is for one workspace and SLACK_CLIENT_ID for many: unset one of the two groups.',
      );
    const read = readKeys(env.ENCRYPTION_KEY);
    if ('problem' in read) {
      problems.push(read.problem);
      return undefined;
    }
    const publicUrl = given('PUBLIC_URL');
    if (publicUrl !== undefined) readUrl('PUBLIC_URL', publicUrl, problems);
    return {
      kind: 'oauth',
      signingSecret: value('SLACK_SIGNING_SECRET'),
      clientId: value('SLACK_CLIENT_ID'),
      clientSecret: value('SLACK_CLIENT_SECRET'),
      stateSecret: value('SLACK_STATE_SECRET'),
      keys: read.keys,
      ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.replace(/\/+$/, '') }),
    };
  }
  const botToken = value('SLACK_BOT_TOKEN');
  if (given('SLACK_APP_TOKEN')) {
    const missing = SOCKET.filter((name) => !given(name));
    if (missing.length > 0) return half('in Socket Mode', SOCKET, missing, problems);
    checkToken('SLACK_BOT_TOKEN', botToken, 'xoxb-', problems);
    checkToken('SLACK_APP_TOKEN', value('SLACK_APP_TOKEN'), 'xapp-', problems);
    return { kind: 'socket', botToken, appToken: value('SLACK_APP_TOKEN') };
  }
  const missing = HTTP.filter((name) => !given(name));
  if (missing.includes('SLACK_BOT_TOKEN')) return half('over HTTP', HTTP, missing, problems);
  if (missing.length > 0) {
    problems.push(
      "SLACK_BOT_TOKEN isn't enough. Add SLACK_APP_TOKEN for Socket Mode (no public address needed), or SLACK_SIGNING_SECRET for HTTP.",
    );
    return undefined;
  }
  checkToken('SLACK_BOT_TOKEN', botToken, 'xoxb-', problems);
  return { kind: 'http', botToken, signingSecret: value('SLACK_SIGNING_SECRET') };
}

function half(how: string, group: string[], missing: string[], problems: string[]): undefined {
  problems.push(`Slack ${how} needs ${group.join(', ')}; missing: ${missing.join(', ')}.`);
}

/** The commonest mistake is to paste one token where the other belongs. */
function checkToken(name: string, token: string, prefix: string, problems: string[]): void {
  const other = ['xoxb-', 'xapp-', 'xoxp-'].find((start) => start !== prefix && token.startsWith(start));
  if (other !== undefined)
    problems.push(
      `${name} begins with ${other}, so it is a different token. This one begins with ${prefix}.`,
    );
}

function readUrl(name: string, url: string, problems: string[]): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    problems.push(`${name} must be an address such as https://slack.com/api/.`);
  else if (new URL(url).username !== '' || new URL(url).password !== '')
    problems.push(`${name} must not contain a user name or a password.`);
  return url;
}
