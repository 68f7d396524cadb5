import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGuardedFetch, whileMayStart } from '../../src/chat/may-start.ts';
import { createSettingReader } from '../../src/chat/setting-reader.ts';

let server: Server;
let connections: number;
let bodies: string[];
beforeEach(async () => {
  connections = 0;
  bodies = [];
  server = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await Array.fromAsync(request)).toString());
    response.end('taken');
  }).on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const guardedFetch = createGuardedFetch();
const send = async (body: string) => {
  const { port } = server.address() as AddressInfo;
  return (await guardedFetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).text();
};
const HELD_UP = { code: 'later', retry: { afterMs: 0 } };

/** Does the work; what may start may do so no more from the moment that a connection is there. */
async function untilConnected<T>(work: (mayStart: () => boolean) => Promise<T>): Promise<T> {
  let mayStart = true;
  const connected = () => {
    mayStart = false;
  };
  subscribe('undici:client:connected', connected);
  try {
    return await work(() => mayStart);
  } finally {
    unsubscribe('undici:client:connected', connected);
  }
}

test('a request that may start no more when its connection is there is not sent', async () => {
  await untilConnected(async (mayStart) => {
    await expect(whileMayStart(mayStart, () => send('late'))).rejects.toMatchObject(HELD_UP);
  });
  // Had anything been sent before, it would be there before this one, which comes by the same connection.
  expect(await send('next')).toBe('taken');
  expect({ bodies, connections }).toEqual({ bodies: ['next'], connections: 1 });
});

test('a request that may start is sent, with other requests beside it that may not', async () => {
  const sent = whileMayStart(
    () => true,
    () => send('first'),
  );
  const held = whileMayStart(
    () => false,
    () => send('second'),
  );
  await expect(held).rejects.toMatchObject(HELD_UP);
  expect(await sent).toBe('taken');
  expect(bodies).toEqual(['first']);
});

test('a request starts only while all that is around it lets it', async () => {
  for (const [outer, inner] of [
    [true, false],
    [false, true],
  ] as const) {
    const work = () =>
      whileMayStart(
        () => inner,
        () => send('never'),
      );
    await expect(whileMayStart(() => outer, work)).rejects.toMatchObject(HELD_UP);
  }
  expect(connections).toBe(0);
});

test('a request that fails by itself says why', async () => {
  const fails = () => guardedFetch('http://127.0.0.1:1/', { method: 'POST', body: 'x' });
  await expect(whileMayStart(() => true, fails)).rejects.toThrow('fetch failed');
});

test('a request goes by the proxy of the environment, and is held up there too', async () => {
  // Requests without encryption are given to a proxy as they are.
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, NO_PROXY: 'direct.invalid' };
  const byProxy = createGuardedFetch(undefined, createSettingReader(env).proxies().proxies);
  const post = async (host: string, body: string) =>
    (await byProxy(`http://${host}.invalid/`, { method: 'POST', body })).text();
  await untilConnected(async (mayStart) => {
    await expect(whileMayStart(mayStart, () => post('papers', 'late'))).rejects.toMatchObject(HELD_UP);
  });
  expect(await post('papers', 'next')).toBe('taken');
  await expect(post('direct', 'never')).rejects.toThrow('fetch failed');
  expect(bodies).toEqual(['next']);
});

test('no proxy is used unless Node is told to', () =>
  expect(createSettingReader({ HTTP_PROXY: 'http://127.0.0.1:1' }).proxies()).toEqual({}));
