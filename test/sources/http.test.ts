import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PaperboyError } from '../../src/model/errors.ts';
import { openLocks } from '../../src/store/locks.ts';
import { type Loopback, send, sendGzip, startServer } from './server.ts';
import { createHttpWorld, type HttpWorld } from './world.ts';

let world: HttpWorld;
let server: Loopback;

beforeEach(async () => {
  world = await createHttpWorld();
  server = await startServer(
    (_, response) => send(response, 'hello'),
    () => world.now,
  );
});
afterEach(() => {
  vi.useRealTimers();
  return server.close();
});

const textOf = ({ body }: { body: Uint8Array }) => Buffer.from(body).toString();
const get = (path = '/', more = {}) => world.http.get({ url: server.url + path, ...more });
/** Answers in turn; the last for ever. */
const inTurn = (...answers: ((response: ServerResponse) => void)[]) => {
  let at = 0;
  server.answer = (_, response) => answers[Math.min(at++, answers.length - 1)]?.(response);
};

describe('an answer', () => {
  test('comes whole, and the server is told who asks', async () => {
    expect(textOf(await get())).toBe('hello');
    expect(server.hits[0]?.headers['user-agent']).toBe('Paperboy/test (papers@example.org)');
  });
  test.each(['gzip', 'x-gzip'])('packed as %s is unpacked', async (encoding) => {
    server.answer = (_, response) => send(response, gzipSync('packed'), { 'content-encoding': encoding });
    expect(textOf(await get())).toBe('packed');
  });
  test('that is called unchanged is the one that was kept, over a restart too', async () => {
    server.answer = ({ headers }, response) =>
      headers['if-none-match'] === '"1"'
        ? send(response, '', {}, 304)
        : send(response, 'first', {
            etag: '"1"',
            link: '<x>; rel="next"',
            'content-type': 'text/xml; charset=GBK',
          });
    await get('/', { keep: {} });
    world = await createHttpWorld({}, world.now, world.store);
    const got = await get('/', { keep: {} });
    expect([textOf(got), got.unchanged, got.link]).toEqual(['first', true, '<x>; rel="next"']);
    expect(got.charset).toBe('GBK');
  });
  test('by its date is asked for conditionally as well', async () => {
    server.answer = (_, response) =>
      send(response, 'x', { 'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT' });
    await get('/', { keep: {} });
    await get('/', { keep: {} });
    expect(server.hits[1]?.headers['if-modified-since']).toBe('Mon, 23 Nov 2026 10:00:00 GMT');
  });
  test('that is fresh is not asked for again', async () => {
    await get('/', { keep: { freshMs: 60_000 } });
    await get('/', { keep: { freshMs: 60_000 } });
    expect(server.hits).toHaveLength(1);
    world.now += 60_001;
    await get('/', { keep: { freshMs: 60_000 } });
    expect(server.hits).toHaveLength(2);
  });
});

describe('turns', () => {
  test('requests to one host are apart, however many are asked at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => get('/', { gapMs: 3_000 })));
    const times = server.hits.map(({ at }) => at - (server.hits[0]?.at ?? 0));
    expect(times).toEqual([0, 3_000, 6_000, 9_000, 12_000]);
  });
  test('hosts of one owner share a turn, and processes on one store do', async () => {
    const one = openLocks(world.store);
    const other = openLocks(world.store);
    const given: (number | undefined)[] = [];
    for (let at = 0; at < 10; at++) given.push(await (at % 2 ? one : other).take('arxiv', 1_000, 3_000));
    expect(given).toEqual(given.map((_, at) => 1_000 + at * 3_000));
  });
  test('a person does not wait behind a queue: the answer is that the limit is reached', async () => {
    await get('/', { gapMs: 60_000 });
    await expect(get('/', { withinMs: 1_000 })).rejects.toThrow('request limit');
    expect(server.hits).toHaveLength(1);
  });
});

describe('a claim', () => {
  test('is given back by the one that has it, and by no other', async () => {
    const locks = openLocks(world.store);
    expect(await locks.claim('feed', 1_000, 2_000)).toBe(true);
    expect(await locks.claim('feed', 1_500, 2_500)).toBe(false);
    expect(await locks.claim('feed', 2_001, 3_001)).toBe(true);
    await locks.release('feed', 2_000);
    expect(await locks.claim('feed', 2_002, 3_002)).toBe(false);
    await locks.release('feed', 3_001);
    expect(await locks.claim('feed', 2_003, 3_003)).toBe(true);
  });
});

describe('a server that asks to wait', () => {
  test('is left alone for as long as it says in seconds', async () => {
    inTurn(
      (response) => send(response, '', { 'retry-after': '40' }, 429),
      (response) => send(response, 'now'),
    );
    expect(textOf(await get())).toBe('now');
    expect((server.hits[1]?.at ?? 0) - (server.hits[0]?.at ?? 0)).toBeGreaterThanOrEqual(40_000);
  });
  test('or by the date it names', async () => {
    inTurn(
      (response) => send(response, '', { 'retry-after': new Date(world.now + 90_000).toUTCString() }, 503),
      (response) => send(response, 'now'),
    );
    await get();
    expect((server.hits[1]?.at ?? 0) - (server.hits[0]?.at ?? 0)).toBeGreaterThanOrEqual(89_000);
  });
  test('or by its RateLimit header, even on an answer that is well', async () => {
    inTurn(
      (response) => send(response, 'last', { ratelimit: '"api";r=0;t=55' }),
      (response) => send(response, 'next'),
    );
    await get();
    await get();
    expect((server.hits[1]?.at ?? 0) - (server.hits[0]?.at ?? 0)).toBeGreaterThanOrEqual(55_000);
  });
  test('for a whole hour ends the try, and says when to come again', async () => {
    inTurn((response) => send(response, '', { 'retry-after': '3600' }, 429));
    const error = await get().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(PaperboyError);
    expect(error.retry).toEqual({ afterMs: 3_600_000 });
    expect(server.hits).toHaveLength(1);
  });
});

describe('a server that fails', () => {
  test('is asked again with growing waits, and no more than four times', async () => {
    inTurn((response) => send(response, 'Bad Gateway', {}, 502));
    await expect(get()).rejects.toThrow('HTTP 502');
    expect(server.hits).toHaveLength(4);
    expect(world.slept.filter((ms) => ms >= 1_000)).toEqual([1_000, 2_000, 4_000]);
  });
  test.each([404, 403, 401, 410])('with %i is not asked again', async (status) => {
    inTurn((response) => send(response, 'no', {}, status));
    await expect(get()).rejects.toThrow(`HTTP ${status}`);
    expect(server.hits).toHaveLength(1);
  });
  test('by breaking off is asked again', async () => {
    inTurn(
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        setImmediate(() => response.destroy());
      },
      (response) => send(response, 'whole'),
    );
    expect(textOf(await get())).toBe('whole');
  });
  test('by breaking off what it packed is asked again', async () => {
    const packed = gzipSync('x'.repeat(10_000));
    inTurn(
      (response) => send(response, packed.subarray(0, packed.length - 9), { 'content-encoding': 'gzip' }),
      (response) => sendGzip(response, 'whole'),
    );
    expect(textOf(await get())).toBe('whole');
  });
  test('by dripping is cut off in time, without a second try where a person waits', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const begun = Promise.withResolvers<void>();
    server.answer = (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.', () => begun.resolve()), 20);
      response.on('close', () => clearInterval(drip));
    };
    const failed = get('/', { withinMs: 300 }).catch((error: unknown) => error);
    await begun.promise;
    vi.advanceTimersByTime(300);
    expect(String(await failed)).toContain('did not finish its response within 300 ms');
    expect(server.hits).toHaveLength(1);
  });
  test('by silence is cut off', async () => {
    server.answer = () => {};
    world = await createHttpWorld({ idleMs: 50 });
    await expect(get()).rejects.toThrow('sent nothing for 50 ms');
  });
  test('by refusing connections is named', async () => {
    await server.close();
    await expect(get()).rejects.toThrow('refused the connection');
    server = await startServer(() => {});
  });
});

describe('a body without end', () => {
  test('is cut off with its limit', async () => {
    let sent = 0;
    server.answer = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64_000))) sent += 64_000;
      };
      response.on('drain', more);
      more();
    };
    await expect(get('/', { maxBytes: 1_000_000 })).rejects.toThrow('more than 1,000,000 bytes');
    expect(sent).toBeLessThan(20_000_000);
    expect(server.hits).toHaveLength(1);
  });
  test('is not even begun where its length is told', async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000000000' });
      response.write('x');
    };
    await expect(get('/', { maxBytes: 1_000_000 })).rejects.toThrow('cut off');
  });
  test('is counted as it unpacks', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    server.answer = (_, response) => send(response, bomb, { 'content-encoding': 'gzip' });
    await expect(get('/', { maxBytes: 1_000_000 })).rejects.toThrow('more than 1,000,000 bytes');
  });
});

describe('a redirect', () => {
  const redirectTo = (location: string) => (response: ServerResponse) =>
    send(response, '', { location }, 302);
  test('waits its turn at each hop', async () => {
    inTurn(redirectTo('/here'), redirectTo('/there'), (response) => send(response, 'end'));
    await get('/', { gapMs: 3_000 });
    expect(server.hits.map(({ at }) => at - (server.hits[0]?.at ?? 0))).toEqual([0, 3_000, 6_000]);
  });
  test('that would keep a person waiting is not followed', async () => {
    inTurn(redirectTo('/there'), (response) => send(response, 'there'));
    await expect(get('/', { gapMs: 3_000, withinMs: 1_500 })).rejects.toThrow('request limit');
    expect(server.hits).toHaveLength(1);
  });
  test('is followed', async () => {
    inTurn(redirectTo('/there'), (response) => send(response, 'there'));
    expect(textOf(await get())).toBe('there');
    expect(server.hits[1]?.url.pathname).toBe('/there');
  });
  test('in a circle is not followed for ever', async () => {
    inTurn(redirectTo('/'));
    await expect(get()).rejects.toThrow('more than 5 times');
    expect(server.hits).toHaveLength(6);
  });
  test.each(['file:///etc/passwd', 'ftp://example.org/', 'javascript:1', 'data:text/plain,x'])(
    'to %s is not followed',
    async (location) => {
      inTurn(redirectTo(location));
      await expect(get()).rejects.toThrow("isn't allowed");
    },
  );
  test('to another host takes no token along, and no private address', async () => {
    const other = await startServer((_, response) => send(response, 'other'));
    inTurn(redirectTo(other.url));
    await expect(get('/', { headers: { authorization: 'Bearer secret' } })).rejects.toThrow(
      'public internet address',
    );
    expect(other.connections).toBe(0);
    const open = await createHttpWorld({ allows: () => true });
    await open.http.get({ url: server.url, headers: { authorization: 'Bearer secret' } });
    expect(other.hits[0]?.headers.authorization).toBeUndefined();
    await other.close();
  });
});

test('closing ends what is under way', async () => {
  server.answer = () => {};
  const going = get();
  const ended = expect(going).rejects.toThrow('Stopped');
  while (server.hits.length === 0) await new Promise((resolve) => setImmediate(resolve));
  world.http.close();
  await ended;
});

test('on one connection the gap is kept from the request before as it was sent, however slowly its connection opened', async () => {
  const opensIn = [2_900, 0, 0];
  world = await createHttpWorld({
    resolve: (_host, { all }, found) => {
      world.now += opensIn.shift() ?? 0;
      if (all) found(null, [{ address: '127.0.0.1', family: 4 }]);
      else found(null, '127.0.0.1', 4);
    },
  });
  const start = world.now;
  const { port } = new URL(server.url);
  for (let number = 0; number < 3; number++) {
    await world.http.get({ url: `http://papers.test:${port}/${number}`, gapMs: 3_000, single: true });
  }
  expect(server.hits.map(({ at }) => at - start)).toEqual([2_900, 5_900, 8_900]);
});
