import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { SECRETS } from '../../src/cli/settings.ts';
import { createLog } from '../../src/config/log.ts';
import { createRedactor } from '../../src/config/redact.ts';
import { paperboy } from '../cli/run.ts';

/** Odd secrets: line breaks, quotes, slashes, percent signs, letters beyond ASCII. No less than eight signs, so that none is found by chance. */
const secret = fc
  .array(fc.constantFrom(...'aZ7\n\r\t"\'\\/%@:+&=<>{}$é文🙂 -_.,'), { minLength: 4, maxLength: 12 })
  .map((signs) => `s3c${signs.join('')}r3t`);

describe('a secret in any form', () => {
  const token = 'xoxb-12"34\\\nab/cd+ef%41é';
  const redact = createRedactor({ SLACK_BOT_TOKEN: token, HF_TOKEN: 'plain-token-here' }, SECRETS);
  it.each([
    ['as it is', token],
    ['in JSON', JSON.stringify({ token })],
    ['in JSON inside JSON', JSON.stringify({ body: JSON.stringify({ token }) })],
    ['in an address', `https://example.org/?t=${encodeURIComponent(token)}&x=1`],
    [
      'in an address, in small letters',
      encodeURIComponent(token).replace(/%[0-9A-F]{2}/g, (sign) => sign.toLowerCase()),
    ],
    ['in a form', new URLSearchParams({ token }).toString()],
    ['in base64', Buffer.from(token).toString('base64')],
    ['in the base64 of a name and a password', Buffer.from(`me:${token}`).toString('base64')],
    ['in base64url', Buffer.from(`{"a":"${token}"}`).toString('base64url')],
    ['in HTML', `<b>${token.replaceAll('"', '&quot;')}</b>`],
    ['without its line breaks', token.replaceAll('\n', '')],
    ['cut at its line break', token.split('\n')[0] ?? ''],
    ['in other letters', 'PLAIN-TOKEN-HERE'],
  ])('is blotted out %s', (_, text) => {
    const said = redact(`before ${text} after`);
    expect(said).toMatch(/^before .*\[secret\].*after$/s);
    expect(said).not.toMatch(/xoxb-12|plain-token/i);
    expect(said).not.toContain(text);
  });

  it('is blotted out in addresses that hold credentials, well formed or not', () => {
    const env = {
      SOURCES:
        'folder:./x,feed:https//me:p@ss/w0rd@feeds.example/rss,feed:https://f.example/rss?api_key=k3yk3yk3y',
      SLACK_API_URL: 'https://admin:hunter22@slack.example/api/',
      HTTPS_PROXY: 'http://token-alone@proxy.example:3128',
    };
    const own = createRedactor(env, SECRETS);
    for (const value of Object.values(env)) {
      const said = own(`fetch failed: ${value} (${encodeURIComponent(value)})`);
      expect(said).not.toMatch(/p@ss|w0rd|hunter22|k3yk3yk3y|token-alone/);
    }
    expect(own('p@ss/w0rd')).toBe('[secret]');
    expect(createRedactor({}, SECRETS)('see http://a:b@c.example/ and xoxb-1234567-abc')).toBe(
      'see http://[secret]@c.example/ and [secret]',
    );
  });

  it('is the password of a database, but neither its user nor its name', () => {
    const own = createRedactor({ STORE_URL: 'postgres://postgres:hun%20ter22@db.example/papers' }, SECRETS);
    expect(own('postgres://postgres:hun%20ter22@db.example/papers')).toBe('[secret]');
    expect(own('the password "hun ter22" of postgres')).toBe('the password "[secret]" of postgres');
    expect(own('the store postgres://db.example/papers')).toBe('the store postgres://db.example/papers');
    const open = createRedactor({ STORE_URL: 'postgres://papers@db.example/papers' }, SECRETS);
    expect(open('the user papers')).toBe('the user papers');
  });

  it('leaves other text as it is', () => {
    const text = 'Mail me@example.org, open https://example.org/@user?x=1, at 9:00 or 17:30.';
    expect(
      createRedactor({ CONTACT: 'me@example.org', HF_TOKEN: '', SLACK_APP_TOKEN: 'abc' }, SECRETS)(text),
    ).toBe(text);
  });

  it('is blotted out whole, however long it is', () => {
    const long = '👩'.repeat(4_000);
    const own = createRedactor({ HF_TOKEN: long }, SECRETS);
    for (const form of [long, encodeURIComponent(long)]) {
      const said = own(`said ${form} there`);
      expect(said).toMatch(/^said (?:\[secret\])+ there$/);
    }
  });

  it('is found in time that grows with the text alone', () => {
    const odd = ['://', 'a', '@', 'xoxb-', 'hf_', 'a.b-', 's3cret'].map((part) => part.repeat(200_000));
    for (const text of odd) expect(redact(text).length).toBeGreaterThan(0);
  });
});

test('a log line shows no secret, whatever holds it', () => {
  fc.assert(
    fc.property(secret, (value) => {
      const lines: string[] = [];
      const log = createLog('info', createRedactor({ DISCORD_BOT_TOKEN: value }, SECRETS), {
        write: (line) => void lines.push(line),
      });
      const cause = new Error(`Bearer ${value}`);
      log.info(`said ${value}`, {
        reason: value,
        [value]: 1,
        deep: [{ body: JSON.stringify({ value }), url: `https://x.example/${encodeURIComponent(value)}` }],
        error: new Error('failed', { cause }),
      });
      for (const line of lines) {
        const said = JSON.stringify(JSON.parse(line));
        for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
          expect(said).not.toContain(form);
      }
      expect(lines).toHaveLength(1);
    }),
  );
});

/** Every setting that may hold a secret, with a value that holds `value` in its place. */
const PLANTED: Record<string, (value: string) => string> = {
  ...Object.fromEntries([...SECRETS].map((name) => [name, (value: string) => value])),
  STORE_URL: (value) => `postgres://me:${value}@127.0.0.1:1/x`,
  SOURCES: (value) => `feed:https://me:${value}@feeds.example/rss`,
  SLACK_API_URL: (value) => `https://me:${value}@slack.example/api/`,
  SLACK_AUTHORIZE_URL: (value) => `http://${value}@slack.example/`,
  DISCORD_API_URL: (value) => `https://me:${value}@discord.example/api`,
  HF_API_URL: (value) => `https://me:${value}@hf.example`,
  ARXIV_API_URL: (value) => `htps://me:${value}@arxiv.example`,
  ARXIV_RSS_URL: (value) => `https:/me:${value}@arxiv.example`,
  PUBLIC_URL: (value) => `https//me:${value}@papers.example`,
};

test.each(Object.keys(PLANTED))('no output shows a secret that is planted in %s', async (name) => {
  await fc.assert(
    fc.asyncProperty(secret, async (value) => {
      const env = { [name]: PLANTED[name]?.(value) ?? '', LOG_LEVEL: 'debug', PORT: 'none' };
      for (const args of [['start'], ['search', 'x'], ['discord-register', '--guild', 'none']]) {
        const { out, err } = await paperboy(args, { env });
        const said = out + err;
        const body = value.slice(3, -3).trim();
        for (const form of [
          value,
          value.trim(),
          encodeURIComponent(value),
          JSON.stringify(value).slice(1, -1),
        ])
          expect(said).not.toContain(form);
        if (body.length > 6) expect(said).not.toContain(body);
      }
    }),
    { numRuns: 4 },
  );
});
