/** A platform on the loopback for replicas: takes posts over HTTP, fails as often as told, and keeps what readers saw. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random.ts';

export interface PlatformOptions {
  random: Random;
  /** How long an answer takes. Milliseconds. */
  answerMs: { least: number; most: number };
  /** The chance of each: an answer that breaks off before or after the post was shown, a 5xx of either kind, a 429. */
  faults: number;
  /** Posts a second beyond which a 429 is answered. */
  perSecond?: number;
  /** Is told after each post that readers had not seen before how many they have seen. */
  onShown?: (count: number) => void;
}

export interface Platform {
  readonly port: number;
  /** How often each key was shown, and when it was first, in milliseconds since this platform began. */
  readonly shown: Map<string, { times: number; at: number }>;
  /** Answers that were spoilt, and posts that were refused because there were too many. */
  readonly counts: { faults: number; refused: number };
  close(): Promise<void>;
}

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { random, answerMs, faults, perSecond = Number.POSITIVE_INFINITY } = options;
  const shown: Platform['shown'] = new Map();
  const counts = { faults: 0, refused: 0 };
  const recent: number[] = [];
  const began = performance.now();

  const show = (key: string) => {
    const before = shown.get(key);
    shown.set(key, { times: (before?.times ?? 0) + 1, at: before?.at ?? performance.now() - began });
    if (before === undefined) options.onShown?.(shown.size);
  };
  const post = async (body: string, response: ServerResponse) => {
    const { key } = JSON.parse(body) as { key: string };
    const now = performance.now();
    while (recent.length > 0 && (recent[0] ?? 0) <= now - 1_000) recent.shift();
    const fate = Math.floor(random() / faults);
    if (recent.length >= perSecond || fate === 4) {
      counts.refused++;
      const wait = recent.length >= perSecond ? (recent[0] ?? 0) + 1_000 - now : 500;
      return void response.writeHead(429, { 'retry-after-ms': Math.ceil(wait) }).end();
    }
    recent.push(now);
    if (fate < 4) counts.faults++;
    if (fate !== 0 && fate !== 2) show(key);
    await pause(answerMs.least + random() * (answerMs.most - answerMs.least));
    if (fate < 2) response.destroy();
    else if (fate < 4) response.writeHead(503).end();
    else answer(response, key);
  };
  const http = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://loopback');
    if (pathname === '/post')
      return void read(request).then(
        (body) => post(body, response),
        () => {},
      );
    const key = searchParams.get('key') ?? '';
    if (shown.has(key)) answer(response, key);
    else response.writeHead(404).end();
  });
  http.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    shown,
    counts,
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
}

function answer(response: ServerResponse, key: string): void {
  const body = JSON.stringify({ messageId: `m ${key}` });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

/** The whole body; rejects when the sender died before its end. */
async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
