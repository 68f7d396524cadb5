/** Reads Discord's settings from the environment: absent, whole, or what is missing of them. */
import { isIP } from 'node:net';

export interface DiscordSettings {
  botToken: string;
  /** Where Discord's API answers, without the version: `https://discord.com/api`. */
  apiUrl: string;
  /** Present: interactions come by HTTP and no gateway is opened. */
  http?: { publicKey: string; applicationId: string; host: string; port: number };
  /** Set the commands at every start. */
  register: boolean;
  /** Changing what a channel gets wants Manage Channels there. */
  managersOnly: boolean;
  /** Publish posts in announcement channels to the servers that follow them. */
  crosspost: boolean;
}

export type ReadDiscordSettings =
  | { settings: DiscordSettings }
  | { settings: undefined }
  | { problems: string[] };

const OFFICIAL_API = 'https://discord.com/api';
const DEFAULT_PORT = '3002';

type Env = Readonly<Record<string, string | undefined>>;

/** Without DISCORD_BOT_TOKEN and its companions Discord is off. All problems come together; no value of a secret is shown. */
export function readDiscordSettings(env: Env): ReadDiscordSettings {
  const given = (name: string) => env[name]?.trim() || undefined;
  const botToken = given('DISCORD_BOT_TOKEN')?.replace(/^Bot\s+/i, '');
  const publicKey = given('DISCORD_PUBLIC_KEY');
  const applicationId = given('DISCORD_APPLICATION_ID');
  if (!botToken && !publicKey && !applicationId) return { settings: undefined };

  const problems: string[] = [];
  const missing = (name: string, why: string) => problems.push(`${name} is missing: ${why}`);
  if (!botToken)
    missing(
      'DISCORD_BOT_TOKEN',
      'copy it from the Bot page of the application, https://discord.com/developers.',
    );
  if (publicKey && !applicationId)
    missing('DISCORD_APPLICATION_ID', 'interactions over HTTP need it together with DISCORD_PUBLIC_KEY.');
  if (applicationId && !publicKey)
    missing(
      'DISCORD_PUBLIC_KEY',
      'interactions over HTTP need it together with DISCORD_APPLICATION_ID. For the gateway, unset both.',
    );
  if (botToken && /[^\x21-\x7e]/.test(botToken))
    problems.push(
      'DISCORD_BOT_TOKEN contains a space, a line break or another character that no token has. Copy it again.',
    );
  if (publicKey && !/^[0-9a-f]{64}$/i.test(publicKey))
    problems.push("DISCORD_PUBLIC_KEY isn't a public key. It must have 64 hexadecimal digits.");
  if (applicationId && !/^\d{1,20}$/.test(applicationId))
    problems.push(
      `DISCORD_APPLICATION_ID is ${quote(applicationId)}, which isn't an ID. It must consist of digits.`,
    );
  const apiUrl = readApiUrl(given('DISCORD_API_URL') ?? OFFICIAL_API, problems);
  const port = readPort(given('DISCORD_PORT') ?? DEFAULT_PORT, problems);
  const host = readHost(given('HOST') ?? '127.0.0.1', problems);
  const register = readSwitch('DISCORD_REGISTER', given('DISCORD_REGISTER'), problems);
  const crosspost = readSwitch('DISCORD_CROSSPOST', given('DISCORD_CROSSPOST'), problems);
  const managersOnly = readSwitch('DISCORD_MANAGERS_ONLY', given('DISCORD_MANAGERS_ONLY') ?? 'on', problems);
  if (problems.length > 0 || !botToken) return { problems };
  const http = publicKey && applicationId ? { http: { publicKey, applicationId, host, port } } : {};
  return { settings: { botToken, apiUrl, ...http, register, managersOnly, crosspost } };
}

/** A version at the end is taken off: the one Paperboy speaks is put there. */
function readApiUrl(text: string, problems: string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.search === ''
  )
    return url.href.replace(/\/+$/, '').replace(/\/v\d+$/, '');
  const hasLogin = url !== undefined && (url.username !== '' || url.password !== '');
  problems.push(
    hasLogin
      ? 'DISCORD_API_URL must not contain a user name or a password.'
      : `DISCORD_API_URL isn't a valid address. Example: ${OFFICIAL_API}.`,
  );
  return OFFICIAL_API;
}

function readPort(text: string, problems: string[]): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  problems.push(`DISCORD_PORT is ${quote(text)}, which isn't a port. Use a whole number from 0 to 65535.`);
  return 0;
}

function readHost(text: string, problems: string[]): string {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) > 0 || /^[a-z0-9.-]{1,253}$/i.test(host)) return host;
  problems.push(`HOST is ${quote(text)}, which isn't a host. Use a name or an address of this machine.`);
  return host;
}

function readSwitch(name: string, text: string | undefined, problems: string[]): boolean {
  if (text === undefined || /^(off|false|no|0)$/i.test(text)) return false;
  if (/^(on|true|yes|1)$/i.test(text)) return true;
  problems.push(`${name} is ${quote(text)}. Use on or off.`);
  return false;
}

function quote(value: string): string {
  return JSON.stringify(value.slice(0, 80));
}
