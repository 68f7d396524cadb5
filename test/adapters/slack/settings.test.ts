import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toManifest } from '../../../adapters/slack/manifest.ts';
import { open, readKeys, seal } from '../../../adapters/slack/seal.ts';
import { readSlackSettings } from '../../../adapters/slack/settings.ts';
import { because } from '../../skip.ts';

const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const OAUTH = {
  SLACK_SIGNING_SECRET: 's1',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 's2',
  SLACK_STATE_SECRET: 's3',
};
const KEY = Buffer.alloc(32, 7).toString('base64');

describe('settings', () => {
  it.each([
    ['SLACK_BOT_TOKEN', { ...SOCKET, SLACK_BOT_TOKEN: 'xoxb-1\nxoxb-2' }],
    ['SLACK_APP_TOKEN', { ...SOCKET, SLACK_APP_TOKEN: 'xapp-1 2' }],
    ['SLACK_SIGNING_SECRET', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's1\r\ns2' }],
    ['SLACK_CLIENT_SECRET', { ...OAUTH, ENCRYPTION_KEY: KEY, SLACK_CLIENT_SECRET: 's\u200b2' }],
  ])('in which %s was copied with more than itself are refused, without the value', (name, env) => {
    const read = readSlackSettings(env);
    expect(read).toEqual({ problems: [expect.stringMatching(`^${name} contains a space, a line break`)] });
  });

  it('that are absent leave Slack off', () => {
    expect(readSlackSettings({})).toEqual({ settings: undefined });
    expect(readSlackSettings({ SLACK_BOT_TOKEN: '  ', SLACK_API_URL: 'http://x/' })).toEqual({
      settings: undefined,
    });
  });

  it.each([
    ['socket', SOCKET],
    ['http', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's1' }],
    ['oauth', { ...OAUTH, ENCRYPTION_KEY: KEY }],
  ])('for %s are read', (kind, env) => {
    expect(readSlackSettings(env)).toMatchObject({
      settings: { mode: { kind }, port: 3001, adminsOnly: false },
    });
  });

  it.each([
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
    [{ SLACK_SIGNING_SECRET: 's1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_CLIENT_ID: '1.2' }, 'SLACK_CLIENT_SECRET'],
    [{ ...OAUTH, SLACK_STATE_SECRET: '' }, 'SLACK_STATE_SECRET'],
    [OAUTH, 'ENCRYPTION_KEY'],
    [{ ...OAUTH, ENCRYPTION_KEY: 'short' }, 'ENCRYPTION_KEY'],
    [{ SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' }, 'xapp-'],
    [{ ...SOCKET, SLACK_API_URL: 'nowhere' }, 'SLACK_API_URL'],
    [{ ...SOCKET, SLACK_PORT: '99999' }, 'SLACK_PORT'],
    [{ ...SOCKET, SLACK_ADMINS_ONLY: 'maybe' }, 'SLACK_ADMINS_ONLY'],
  ])('half set or wrong name what to mend (%o)', (env, name) => {
    const read = readSlackSettings(env);
    expect(read).toMatchObject({ problems: expect.arrayContaining([expect.stringContaining(name)]) });
    for (const secret of ['s1', 's2', 's3', 'xoxb-1', 'xapp-1'])
      expect(JSON.stringify(read)).not.toContain(`"${secret}"`);
  });
});

describe('a seal', () => {
  const keysOf = (text: string) => {
    const read = readKeys(text);
    if ('problem' in read) throw new Error(read.problem);
    return read.keys;
  };

  it('opens for its owner, with its key, and for no one else', () => {
    const keys = keysOf(KEY);
    const sealed = seal('xoxb-s3cret', 'T1', keys);
    expect(open(sealed, 'T1', keys)).toBe('xoxb-s3cret');
    expect(() => open(sealed, 'T2', keys)).toThrow(/can't be decrypted/);
    expect(() => open({ ...sealed, data: 'AAAA' }, 'T1', keys)).toThrow(/can't be decrypted/);
    expect(() => open(sealed, 'T1', keysOf('another key that is long enough'))).toThrow(
      /another ENCRYPTION_KEY/,
    );
  });

  it('is never the same twice', () => {
    const keys = keysOf(KEY);
    const token = 'xoxb-s3cret';
    expect(seal(token, 'T1', keys).data).not.toBe(seal(token, 'T1', keys).data);
  });

  it('made with an old key opens beside a new one', () => {
    const sealed = seal('xoxb-s3cret', 'T1', keysOf(KEY));
    const both = keysOf(`${'ab'.repeat(32)},${KEY}`);
    expect(open(sealed, 'T1', both)).toBe('xoxb-s3cret');
    expect(seal('x', 'T1', both).key).toBe(both[0]?.id);
  });
});

describe('the manifest', () => {
  const schema = readSchema();
  const all = [
    toManifest({}),
    toManifest({ url: 'https://x.example/' }),
    toManifest({ url: 'https://x.example', oauth: true }),
  ];

  const reason = schema === undefined ? "Slack's schema is not at hand" : undefined;
  it.skipIf(reason)(because("is valid against Slack's schema", reason), () => {
    const check = z.fromJSONSchema(schema as never);
    for (const manifest of all) expect(check.safeParse(manifest).error).toBeUndefined();
  });

  it('reaches Paperboy over a socket, or over HTTP at its address', () => {
    expect(all[0]?.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(all[0])).not.toContain('_url"');
    expect(all[1]?.settings.event_subscriptions).toMatchObject({
      request_url: 'https://x.example/slack/events',
    });
    expect(all[1]?.settings).toMatchObject({ socket_mode_enabled: false, token_rotation_enabled: false });
    expect(all[2]?.settings).toMatchObject({ org_deploy_enabled: true, token_rotation_enabled: true });
    expect(all[2]?.oauth_config.redirect_urls).toEqual(['https://x.example/slack/oauth_redirect']);
  });

  it('marks as optional what is asked for and not needed', () => {
    const { bot, bot_optional } = toManifest({}).oauth_config.scopes;
    expect(bot).toEqual(expect.arrayContaining([...bot_optional, 'commands', 'chat:write']));
    expect(bot).not.toContain('chat:write.public');
  });
});

function readSchema(): unknown {
  try {
    const url = new URL('../../../../shared/spec/slack-manifest.schema.json', import.meta.url);
    return JSON.parse(readFileSync(url, 'utf8'));
  } catch {
    return undefined;
  }
}
