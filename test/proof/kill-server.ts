/** A platform on the loopback that counts what it was given, and the source and clock of the workers that are killed. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Digest } from '../../src/model/paper.ts';
import type { Random } from './random.ts';

/** What a worker posts. */
export interface Posted {
  key: string;
  channel: string;
  papers: string[];
}

export interface KillServer {
  readonly port: number;
  /** Every post that was shown, in order, repeated ones included. */
  readonly shown: Posted[];
  /** The most requests that were being answered at once. */
  most(): number;
  faults(): number;
  digests: Digest[];
  /** Added to the workers' clocks, in milliseconds. Absent: between two days, no one works. */
  offset: number | undefined;
  /** Workers, by process, that have asked since work was stopped. */
  readonly waiting: Set<number>;
  /** Heard at each post: when it has come, and when it has been shown. */
  onPost: (moment: 'came' | 'shown') => void;
  close(): Promise<void>;
}

export async function startKillServer(random: Random, answerMs: { least: number; most: number }) {
  const shown: Posted[] = [];
  const ids = new Map<string, string>();
  let underWay = 0;
  let most = 0;
  let faults = 0;

  const post = async (body: string, response: ServerResponse) => {
    const posted = JSON.parse(body) as Posted;
    most = Math.max(most, ++underWay);
    server.onPost('came');
    const fate = random();
    if (fate < 0.01) {
      faults++;
      underWay--;
      return void response.destroy();
    }
    shown.push(posted);
    ids.set(posted.key, `m${shown.length}`);
    server.onPost('shown');
    await pause(answerMs.least + random() * (answerMs.most - answerMs.least));
    underWay--;
    if (fate < 0.02) faults++;
    answer(response, fate < 0.02 ? 500 : 200, { messageId: ids.get(posted.key) });
  };
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    if (url.pathname === '/post')
      return void read(request).then(
        (body) => post(body, response),
        () => {},
      );
    if (url.pathname === '/digests') return answer(response, 200, server.digests);
    if (url.pathname === '/offset') {
      server.waiting.add(Number(url.searchParams.get('process')));
      return answer(response, 200, server.offset ?? null);
    }
    const messageId = ids.get(url.searchParams.get('key') ?? '');
    answer(response, messageId === undefined ? 404 : 200, { messageId });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: KillServer = {
    port: (http.address() as AddressInfo).port,
    shown,
    most: () => most,
    faults: () => faults,
    digests: [],
    offset: undefined,
    waiting: new Set(),
    onPost: () => {},
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** The whole body; rejects when the sender died before its end. */
async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
