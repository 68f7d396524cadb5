/** Reads Discord's settings from the environment, and reports what is missing or wrong. */
import type { Proxies } from '../../src/chat/may-start.ts';
import { createSettingReader } from '../../src/chat/setting-reader.ts';
import type { Env, ReadSettings } from '../../src/model/adapter-definition.ts';

export interface DiscordSettings {
  botToken: string;
  /** Where Discord's API answers, without the version: `https://discord.com/api`. */
  apiUrl: string;
  proxies?: Proxies;
  /** Present when interactions arrive over HTTP; no gateway is opened then. */
  http?: { publicKey: string; applicationId: string; host: string; port: number };
  /** Register the commands at every start. */
  register: boolean;
  /** Only people with Manage Channels may change what a channel gets. */
  managersOnly: boolean;
  /** Publish posts in announcement channels to the servers that follow them. */
  crosspost: boolean;
}

/** Without DISCORD_BOT_TOKEN and its companions Discord is off. All problems come together; no value of a secret is shown. */
export function readDiscordSettings(env: Env): ReadSettings<DiscordSettings> {
  const reader = createSettingReader(env);
  const { given, problems } = reader;
  const botToken = given('DISCORD_BOT_TOKEN')?.replace(/^Bot\s+/i, '');
  const publicKey = given('DISCORD_PUBLIC_KEY');
  const applicationId = given('DISCORD_APPLICATION_ID');
  if (!botToken && !publicKey && !applicationId) return { settings: undefined };

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
  reader.checkCopied('DISCORD_BOT_TOKEN', botToken);
  if (publicKey && !/^[0-9a-f]{64}$/i.test(publicKey))
    problems.push("DISCORD_PUBLIC_KEY isn't a public key. It must have 64 hexadecimal digits.");
  if (applicationId && !/^\d{1,20}$/.test(applicationId))
    problems.push(
      `DISCORD_APPLICATION_ID is ${JSON.stringify(applicationId.slice(0, 80))}, which isn't an ID. It must consist of digits.`,
    );
  const apiUrl = reader.url('DISCORD_API_URL', 'https://discord.com/api');
  const listening = { host: reader.host(), port: reader.port('DISCORD_PORT', 3002) };
  const switches = {
    register: reader.isOn('DISCORD_REGISTER', false),
    managersOnly: reader.isOn('DISCORD_MANAGERS_ONLY', true),
    crosspost: reader.isOn('DISCORD_CROSSPOST', false),
  };
  if (problems.length > 0 || !botToken) return { problems };
  const http = publicKey && applicationId ? { http: { publicKey, applicationId, ...listening } } : {};
  // The version that Paperboy speaks is put behind it.
  const withoutVersion = apiUrl.replace(/\/+$/, '').replace(/\/v\d+$/, '');
  return { settings: { botToken, apiUrl: withoutVersion, ...reader.proxies(), ...http, ...switches } };
}
