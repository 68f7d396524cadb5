/** Reads Slack's settings from the environment, and reports incomplete groups. Without settings Slack is off. */
import type { Proxies } from '../../src/chat/may-start.ts';
import { createSettingReader, type SettingReader } from '../../src/chat/setting-reader.ts';
import type { Env, ReadSettings } from '../../src/model/adapter-definition.ts';
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
      /** The first encrypts, all of them decrypt. */
      keys: SealKey[];
      /** `https://papers.example`, when set: where Slack sends people back to. */
      publicUrl?: string;
    };

export interface SlackSettings {
  mode: Mode;
  /** Where Slack's Web API is; ends in a slash. */
  apiUrl: string;
  proxies?: Proxies;
  authorizeUrl: string;
  /** Where requests are listened for; unused in Socket Mode. */
  host: string;
  port: number;
  /** Only admins and owners of the workspace may change what a channel follows. */
  adminsOnly: boolean;
}

const SOCKET = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'];
const HTTP = ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'];
const OAUTH = ['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'];
const GROUPS = new Set([...SOCKET, ...HTTP, ...OAUTH]);
/** Values copied from Slack hold neither spaces nor line breaks; the state secret is the operator's own. */
const COPIED = [...GROUPS].filter((name) => name !== 'SLACK_STATE_SECRET');

/** Reports all problems together; none of them contains a secret. */
export function readSlackSettings(env: Env): ReadSettings<SlackSettings> {
  const reader = createSettingReader(env);
  const { given, problems } = reader;
  if (![...GROUPS].some(given)) return { settings: undefined };
  for (const name of COPIED) reader.checkCopied(name);
  const mode = readMode(env, reader);
  const apiUrl = reader.url('SLACK_API_URL', 'https://slack.com/api/');
  const settings = {
    apiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`,
    authorizeUrl: reader.url('SLACK_AUTHORIZE_URL', 'https://slack.com/oauth/v2/authorize'),
    host: reader.host(),
    port: reader.port('SLACK_PORT', 3001),
    ...reader.proxies(),
    adminsOnly: reader.isOn('SLACK_ADMINS_ONLY', false),
  };
  return problems.length > 0 || mode === undefined ? { problems } : { settings: { mode, ...settings } };
}

/** OAuth when any of its own settings is there, else a socket when its own token is, else HTTP. */
function readMode(env: Env, { given, problems, publicUrl }: SettingReader): Mode | undefined {
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
    const url = publicUrl();
    return {
      kind: 'oauth',
      signingSecret: value('SLACK_SIGNING_SECRET'),
      clientId: value('SLACK_CLIENT_ID'),
      clientSecret: value('SLACK_CLIENT_SECRET'),
      stateSecret: value('SLACK_STATE_SECRET'),
      keys: read.keys,
      ...(url === undefined ? {} : { publicUrl: url }),
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

/** Pasting one token where the other belongs is the most common mistake. */
function checkToken(name: string, token: string, prefix: string, problems: string[]): void {
  const other = ['xoxb-', 'xapp-', 'xoxp-'].find((start) => start !== prefix && token.startsWith(start));
  if (other !== undefined)
    problems.push(
      `${name} begins with ${other}, so it is a different token. This one begins with ${prefix}.`,
    );
}
