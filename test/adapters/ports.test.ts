import { generateKeyPairSync } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInteractionServer } from '../../adapters/discord/http.ts';
import { openPages } from '../../adapters/email/http.ts';
import { createVerifiedListener } from '../../adapters/slack/http.ts';
import { MOST_STREAMS } from '../../adapters/web/stream.ts';
import { listen } from '../../src/chat/http-server.ts';
import { serveEndpoints } from '../../src/health/server.ts';
import { silent } from '../delivery/world.ts';
import { serveSite } from './pages/site.ts';
import { openWorkspace } from './web/workspace.ts';

const at = { host: '127.0.0.1', port: 0 };
const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
const publicKey = Buffer.from(key, 'base64url').toString('hex');
const outside = { clock: Date.now, log: silent };

/** Every port that Paperboy opens, with the limits it has when it runs. `most`: connections of one address. */
const PORTS: Record<string, { open: () => Promise<Opened>; most: number; path: string }> = {
  'PORT, the workspace': { open: openWorkspace, most: 500, path: '/api/channels' },
  'PORT, pages alone': { open: () => serveSite({ audience: 'public' }), most: 300, path: '/d' },
  SLACK_PORT: {
    open: () =>
      listen(
        createVerifiedListener((_, response) => response.end(), { signingSecret: 's', ...outside }),
        {
          ...at,
          portSetting: 'SLACK_PORT',
        },
      ),
    most: 300,
    path: '/slack/events',
  },
  DISCORD_PORT: {
    async open() {
      const server = createInteractionServer(
        { publicKey, applicationId: '1', ...at },
        async () => true,
        outside,
      );
      return { ...(await server.open()), stop: server.close };
    },
    most: 300,
    path: '/discord/interactions',
  },
  EMAIL_PORT: {
    open: () => openPages({ log: silent } as never, at),
    most: 300,
    path: '/email/unsubscribe/x',
  },
  HEALTH_PORT: {
    open: () =>
      serveEndpoints(
        [{ path: '/metrics', answer: async () => ({ status: 200, type: 'text/plain', body: 'up 1' }) }],
        at,
        silent,
      ),
    most: 300,
    path: '/metrics',
  },
};
type Opened = { address: string; stop?: () => Promise<void>; close?: () => Promise<void> };

const opened = new Map<string, Opened>();
const sockets: Socket[] = [];
/** What was answered to requests whose headers take too long, on ports of their own: that takes as long as all other tests. */
let slow: Promise<string>[];
beforeAll(async () => {
  for (const [name, { open, path }] of Object.entries(PORTS)) {
    opened.set(name, await open());
    opened.set(`slow ${name}`, await open());
    const { socket, ended } = await dial(`slow ${name}`, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`);
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 200);
    socket.once('close', () => clearInterval(drip));
    slow = [...(slow ?? []), ended];
  }
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const { stop, close } of opened.values()) await (stop ?? close)?.();
});

const portOf = (name: string) => Number(new URL(opened.get(name)?.address ?? '').port);

interface Dialed {
  socket: Socket;
  /** All that was answered, once the connection is closed. */
  ended: Promise<string>;
}

function dial(name: string, text = ''): Promise<Dialed> {
  const socket = connect(portOf(name), '127.0.0.1');
  sockets.push(socket);
  const answered: Buffer[] = [];
  const closed = Promise.withResolvers<string>();
  socket.on('data', (chunk) => answered.push(chunk));
  socket.on('error', () => {});
  socket.on('close', () => closed.resolve(Buffer.concat(answered).toString('latin1')));
  return new Promise((resolve) => {
    socket.once('connect', () => {
      if (text) socket.write(text);
      resolve({ socket, ended: closed.promise });
    });
  });
}

/** Writes on and on, as fast as it is taken, until the other side closes. Returns how many bytes went out. */
async function pour({ socket, ended }: Dialed, chunk: string): Promise<number> {
  const more = () => {
    while (!socket.destroyed && socket.writable && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
  await ended;
  return socket.bytesWritten;
}

const head = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;

describe.each(Object.entries(PORTS))('%s', (name, { most, path }) => {
  test('gives every answer headers that are safe', async () => {
    const asked = [
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
      'GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
      'GET /../x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
      'PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      'nonsense\r\n\r\n',
    ];
    for (const text of asked) {
      const answer = await (await dial(name, text)).ended;
      const headers = answer.split('\r\n\r\n', 1)[0]?.toLowerCase();
      expect(headers, text).toMatch(/^http\/1\.1 \d{3}/);
      expect(headers, text).toContain('x-content-type-options: nosniff');
      expect(headers, text).toMatch(/content-security-policy: default-src 'none'.*frame-ancestors 'none'/);
      expect(headers, text).toContain('referrer-policy: no-referrer');
      // One of each: a second one would be joined to the first, and mean something else.
      expect(headers?.match(/^content-security-policy:/gm), text).toHaveLength(1);
    }
  });

  test('ends headers that do not end', async () => {
    const dialed = await dial(name, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`);
    expect(await pour(dialed, `X-${'a'.repeat(90)}: b\r\n`)).toBeLessThan(8_000_000);
    expect(await dialed.ended).toMatch(/^(HTTP\/1\.1 431|$)/);
  });

  test('refuses a huge body that says so, and ends one that does not', async () => {
    const told = await dial(name, `${head(path)}Content-Length: 999999999999\r\n\r\n{`);
    expect(await told.ended).toMatch(/^HTTP\/1\.1 (413|405|404)/);
    const chunked = await dial(name, `${head(path)}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    // What is in the buffers of both sides counts as written.
    expect(await pour(chunked, chunk)).toBeLessThan(48_000_000);
  });

  test('takes only so many of 1,000 connections of one address, and others are answered once these are gone', async () => {
    const dialed = await Promise.all(Array.from({ length: 1_000 }, () => dial(name)));
    await expect.poll(() => dialed.filter(({ socket }) => socket.destroyed).length).toBe(1_000 - most);
    for (const { socket } of dialed) socket.destroy();
    await Promise.all(dialed.map(({ ended }) => ended));
    const status = () =>
      fetch(`http://127.0.0.1:${portOf(name)}/nowhere`).then(
        (answer) => answer.status,
        () => 0,
      );
    await expect.poll(status).toBeGreaterThan(0);
  });
});

test('of 1,000 event streams of one address, the workspace keeps as many as it says', async () => {
  const name = 'PORT, the workspace';
  const ending = new AbortController();
  /** An answer that nobody keeps is collected, and its stream ends. */
  const streams: Response[] = [];
  const ask = async (person: number) => {
    // Browsers of their own, or the oldest would be put to rest.
    const cookie = `paperboy_browser=00000000-0000-0000-0000-${String(person).padStart(12, '0')}`;
    const sent = fetch(`http://127.0.0.1:${portOf(name)}/api/events`, {
      headers: { cookie },
      signal: ending.signal,
    });
    return sent.then(
      (answer) => {
        streams.push(answer);
        return answer.status;
      },
      () => 0,
    );
  };
  const statuses: number[] = [];
  // 100 at once: each open stream is a connection, of which an address has 500.
  for (let from = 0; from < 1_000; from += 100)
    statuses.push(...(await Promise.all(Array.from({ length: 100 }, (_, at) => ask(from + at)))));
  expect(statuses.filter((status) => status === 200)).toHaveLength(MOST_STREAMS.ofAddress);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect(streams.length).toBeGreaterThanOrEqual(MOST_STREAMS.ofAddress);
  ending.abort();
});

test('every port closes connections whose headers take too long', async () => {
  for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^(HTTP\/1\.1 408 .*nosniff|$)/s);
});
