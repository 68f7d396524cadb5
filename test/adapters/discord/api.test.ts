import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RateLimitError } from 'discord.js';
import { describe, expect, it, vi } from 'vitest';
import { createApi, patient } from '../../../adapters/discord/api.ts';
import { readFailure } from '../../../adapters/discord/errors.ts';
import { INVALID_REQUESTS } from '../../../adapters/discord/limits.ts';
import { LONGEST_WAIT_MS } from '../../../src/model/errors.ts';
import { TOKEN } from './cloud.ts';

const settings = {
  botToken: TOKEN,
  apiUrl: 'http://127.0.0.1:9/api',
  register: false,
  managersOnly: true,
  crosspost: false,
};
const refusing = (status: number, headers: Record<string, string> = {}) => {
  let calls = 0;
  const fetch = async () => {
    calls++;
    return new Response(JSON.stringify({ code: 50001, message: 'No' }), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
  };
  return { fetch, count: () => calls };
};

describe('calls to Discord', () => {
  it.each(['before its head', 'within its body'])(
    'that get no whole answer are cut off: stuck %s',
    async (where) => {
      const cloud = createServer((_request, response) => {
        if (where === 'within its body')
          response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');
      });
      await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
      const { port } = cloud.address() as AddressInfo;
      const here = { ...settings, apiUrl: `http://127.0.0.1:${port}/api` };
      const api = createApi(here, { clock: Date.now, fetch, requestMs: 100 });
      const thrown = await api.call('POST', '/channels/1/messages', {}).catch((error: unknown) => error);
      const message = "discord:1:1: Discord didn't answer in time.";
      expect(readFailure(thrown, 'discord:1:1')).toMatchObject({ code: 'uncertain', message });
      api.stop();
      cloud.closeAllConnections();
      cloud.close();
    },
  );

  it.each([
    ['ECONNREFUSED', 'connect', 'later'],
    ['ENOTFOUND', 'getaddrinfo', 'later'],
    ['EAI_AGAIN', 'getaddrinfo', 'later'],
    ['UND_ERR_CONNECT_TIMEOUT', undefined, 'later'],
    ['ENETUNREACH', 'connect', 'later'],
    ['EHOSTUNREACH', 'connect', 'later'],
    ['EHOSTUNREACH', 'read', 'uncertain'],
    ['ECONNRESET', 'read', 'uncertain'],
  ])('that failed with %s at %s are %s', (code, syscall, expected) => {
    const cause = Object.assign(new Error(code), { code, syscall });
    const thrown = new TypeError('fetch failed', { cause });
    expect(readFailure(thrown, 'discord:1:1').code).toBe(expected);
    const several = new TypeError('fetch failed', { cause: new AggregateError([cause, cause]) });
    expect(readFailure(several, 'discord:1:1').code).toBe(expected);
  });

  it('that nobody listens for are certain not to have arrived', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    const here = { ...settings, apiUrl: `http://127.0.0.1:${port}/api` };
    const api = createApi(here, { clock: Date.now, fetch });
    const refused = await api.call('POST', '/channels/1/messages', {}).catch((error: unknown) => error);
    expect(readFailure(refused, 'discord:1:1').code).toBe('later');
    api.stop();
  });

  it('are made again after six hours, however long Discord asks to wait', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { fetch, count } = refusing(429, {
      'retry-after': '1000000000',
      'x-ratelimit-scope': 'user',
      'x-ratelimit-bucket': 'b',
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '1000000000',
    });
    const api = createApi(settings, { clock: Date.now, fetch });
    const call = () => api.call('POST', '/channels/1/messages', {}).catch((error: unknown) => error);
    // discord.js learns of the bucket by the first answer, and of its end by the second.
    for (const made of [1, 2, 2]) {
      expect(readFailure(await call(), 'discord:1:1').retry).toEqual({ afterMs: LONGEST_WAIT_MS });
      expect(count()).toBe(made);
    }
    vi.setSystemTime(Date.now() + LONGEST_WAIT_MS + 1);
    await call();
    expect(count()).toBe(3);
    api.stop();
    vi.useRealTimers();
  });

  it('for a person wait out a short limit, three times at most, and a long one never', async () => {
    let calls = 0;
    let left = 1;
    let seconds = '0.02';
    const fetch = async () => {
      calls++;
      if (left-- > 0) return new Response('{}', { status: 429, headers: { 'retry-after': seconds } });
      return new Response('{"id":"1"}', { headers: { 'content-type': 'application/json' } });
    };
    const api = createApi(settings, { clock: () => 0, fetch });
    expect(await api.answer('POST', '/webhooks/1/a', {})).toEqual({ id: '1' });
    left = 1;
    expect(await patient(api).call('GET', '/channels/1')).toEqual({ id: '1' });
    expect(calls).toBe(4);
    [calls, left] = [0, 9];
    await expect(api.answer('POST', '/webhooks/2/b', {})).rejects.toBeInstanceOf(RateLimitError);
    expect(calls).toBe(3);
    [calls, left, seconds] = [0, 1, '6'];
    await expect(api.answer('POST', '/webhooks/3/c', {})).rejects.toBeInstanceOf(RateLimitError);
    expect(calls).toBe(1);
    left = 0;
    api.stop();
  });

  it('stop far below what Discord bans for, and go on ten minutes later', async () => {
    let now = 1_000_000;
    const { fetch, count } = refusing(403);
    const api = createApi(settings, { clock: () => now, fetch, mostInvalid: 20 });
    const call = () => api.call('GET', '/channels/1').then(String, (error: { code: unknown }) => error.code);
    for (let n = 0; n < 30; n++) await call();
    expect(count()).toBe(20);
    expect(await call()).toBe('later');
    now += 10 * 60_000 + 1;
    expect(await call()).toBe(50001);
    api.stop();
  });

  it("know the limit to be a tenth of Discord's", () => {
    expect(INVALID_REQUESTS).toBeLessThanOrEqual(1_000);
  });

  it('do not count a limit that others share', async () => {
    const { fetch, count } = refusing(429, { 'retry-after': '0', 'x-ratelimit-scope': 'shared' });
    const api = createApi(settings, { clock: () => 0, fetch, mostInvalid: 3 });
    for (let n = 0; n < 6; n++) await api.call('GET', `/channels/${n}`).catch(() => {});
    expect(count()).toBe(6);
    api.stop();
  });

  it("show the token to interactions' addresses never, and follow no redirection", async () => {
    const seen: RequestInit[] = [];
    const fetch = (async (_url: unknown, init: RequestInit) => {
      seen.push(init);
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    }) as typeof globalThis.fetch;
    const api = createApi(settings, { clock: () => 0, fetch });
    await api.answer('POST', '/webhooks/1/token', {});
    await api.call('POST', '/channels/1/messages', {});
    expect(new Headers(seen[0]?.headers).get('authorization')).toBeNull();
    expect(new Headers(seen[1]?.headers).get('authorization')).toBe(`Bot ${TOKEN}`);
    expect(seen.map(({ redirect }) => redirect)).toEqual(['error', 'error']);
    api.stop();
  });
});
