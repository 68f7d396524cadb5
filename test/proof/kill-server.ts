/** The platform, the source and the clock of the workers that are killed: one server on the loopback, which counts posts. */
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
  /** Moves the workers' shared clock, in milliseconds since 1970, and wakes those that wait for it. */
  setTime(now: number): void;
  /** Whether these processes have nothing left to do at the present time. */
  areIdle(processes: readonly number[]): boolean;
  /** Heard whenever a worker has made a step that the server can see. */
  onStep: () => void;
  /** Heard whenever a worker falls idle or an answer has been given. */
  onRest: () => void;
  close(): Promise<void>;
}

/** So many posts are under way at once before the first is answered. */
const TOGETHER = 20;

export async function startKillServer(random: Random, answerMs: { least: number; most: number }) {
  const shown: Posted[] = [];
  const ids = new Map<string, string>();
  const waiting = new Map<number, { after: number; wake: (now: number) => void }>();
  const together = Promise.withResolvers<void>();
  let now = 0;
  let underWay = 0;
  let most = 0;
  let faults = 0;

  const step = () => {
    if (most >= TOGETHER) server.onStep();
  };
  const post = async (body: string, response: ServerResponse) => {
    const posted = JSON.parse(body) as Posted;
    most = Math.max(most, ++underWay);
    if (most >= TOGETHER) together.resolve();
    step();
    await together.promise;
    const fate = random();
    if (fate >= 0.01) {
      shown.push(posted);
      ids.set(posted.key, `m${shown.length}`);
      step();
      await pause(answerMs.least + random() * (answerMs.most - answerMs.least));
    }
    underWay--;
    if (fate < 0.02) faults++;
    if (fate < 0.01) response.destroy();
    else answer(response, fate < 0.02 ? 500 : 200, { messageId: ids.get(posted.key) });
    server.onRest();
  };
  const tellTime = (process: number, after: number, response: ServerResponse) => {
    if (now > after) {
      step();
      return answer(response, 200, now);
    }
    waiting.set(process, {
      after,
      wake(later) {
        waiting.delete(process);
        answer(response, 200, later);
      },
    });
    server.onRest();
  };
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const asked = (name: string) => Number(url.searchParams.get(name));
    if (url.pathname === '/post')
      return void read(request).then(
        (body) => post(body, response),
        () => {},
      );
    if (url.pathname === '/time') return tellTime(asked('process'), asked('after'), response);
    step();
    if (url.pathname === '/digests') return answer(response, 200, server.digests);
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
    setTime(later) {
      now = later;
      for (const { wake } of [...waiting.values()]) wake(later);
    },
    areIdle: (processes) => underWay === 0 && processes.every((process) => waiting.has(process)),
    onStep: () => {},
    onRest: () => {},
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
