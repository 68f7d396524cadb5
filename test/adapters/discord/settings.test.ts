import { describe, expect, it } from 'vitest';
import { readDiscordSettings } from '../../../adapters/discord/settings.ts';

const KEY = 'ab'.repeat(32);

describe("Discord's settings", () => {
  it('are off where none is given', () => {
    expect(readDiscordSettings({ DISCORD_API_URL: 'http://127.0.0.1:1', HOST: '0.0.0.0' })).toEqual({
      settings: undefined,
    });
    expect(readDiscordSettings({ DISCORD_BOT_TOKEN: ' ' })).toEqual({ settings: undefined });
  });

  it('are a gateway with the token alone', () => {
    expect(readDiscordSettings({ DISCORD_BOT_TOKEN: 'Bot t' })).toEqual({
      settings: {
        botToken: 't',
        apiUrl: 'https://discord.com/api',
        register: false,
        managersOnly: true,
        crosspost: false,
      },
    });
  });

  it('are HTTP with all three', () => {
    const env = {
      DISCORD_BOT_TOKEN: 't',
      DISCORD_PUBLIC_KEY: KEY,
      DISCORD_APPLICATION_ID: '5',
      DISCORD_PORT: '0',
      HOST: '::1',
    };
    expect(readDiscordSettings(env)).toMatchObject({
      settings: { http: { publicKey: KEY, applicationId: '5', host: '::1', port: 0 } },
    });
  });

  it.each([
    [{ DISCORD_PUBLIC_KEY: KEY, DISCORD_APPLICATION_ID: '5' }, 'DISCORD_BOT_TOKEN'],
    [{ DISCORD_BOT_TOKEN: 't', DISCORD_PUBLIC_KEY: KEY }, 'DISCORD_APPLICATION_ID'],
    [{ DISCORD_BOT_TOKEN: 't', DISCORD_APPLICATION_ID: '5' }, 'DISCORD_PUBLIC_KEY'],
  ])('half a group names the missing half (%#)', (env, missing) => {
    expect(readDiscordSettings(env)).toEqual({
      problems: [expect.stringContaining(`${missing} is missing`)],
    });
  });

  it('tell of all problems together, and show no secret', () => {
    const read = readDiscordSettings({
      DISCORD_BOT_TOKEN: 'my secret',
      DISCORD_PUBLIC_KEY: 'short',
      DISCORD_APPLICATION_ID: 'x',
      DISCORD_PORT: '99999',
      DISCORD_API_URL: 'ftp://x',
      DISCORD_REGISTER: 'perhaps',
    });
    const problems = 'problems' in read ? read.problems : [];
    expect(problems).toHaveLength(6);
    expect(problems.join()).not.toContain('my secret');
  });

  it('take the version off the address, and read switches', () => {
    const env = {
      DISCORD_BOT_TOKEN: 't',
      DISCORD_API_URL: 'http://127.0.0.1:9/api/v10/',
      DISCORD_REGISTER: 'on',
      DISCORD_CROSSPOST: 'true',
    };
    expect(readDiscordSettings(env)).toMatchObject({
      settings: { apiUrl: 'http://127.0.0.1:9/api', register: true, crosspost: true },
    });
  });
});
