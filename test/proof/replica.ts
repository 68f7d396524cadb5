/**
 * One replica: the real app on a shared Postgres, posting to a server on the loopback by HTTP. It is told on its command line
 * how far its own clock is off, and how far the shared time is from the real one.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createApp } from '../../src/app/app.ts';
import { startRunLoop } from '../../src/app/run-loop.ts';
import { createGuardedFetch, whileMayStart } from '../../src/chat/may-start.ts';
import { readSettings } from '../../src/config/settings.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Log, Messenger, Receipt } from '../../src/model/ports.ts';
import { openStore } from '../../src/store/store.ts';

export interface ReplicaOptions {
  url: string;
  /** Of the platform on the loopback. */
  port: number;
  /** Added to the database's time, so that a day of the past is due. Milliseconds. */
  shiftMs: number;
  /** How far this machine's clock is off. Milliseconds. */
  skewMs: number;
  leaseMs: number;
  perSecond?: number;
}

/** What a replica says of itself once a second. */
export interface Told {
  rss: number;
  handles: number;
  /** Processor time so far, in milliseconds. */
  cpuMs: number;
  /** Statements sent to the database so far, those of the job queue and of transactions included. */
  statements: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as ReplicaOptions;
const guardedFetch = createGuardedFetch();
const at = (path: string) => `http://127.0.0.1:${options.port}/${path}`;

/** As an adapter does: a request that fails says that its fate is uncertain. */
async function request(path: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await guardedFetch(at(path), init);
  } catch (cause) {
    if (cause instanceof PaperboyError) throw cause;
    throw new PaperboyError('uncertain', 'The server gave no answer.', { cause });
  }
  if (answer.status === 429) {
    const afterMs = Number(answer.headers.get('retry-after-ms'));
    throw new PaperboyError('later', 'Too many requests.', { retry: { afterMs } });
  }
  if (!answer.ok && answer.status !== 404)
    throw new PaperboyError('uncertain', `The server answered ${answer.status}.`);
  return answer;
}

const messenger: Messenger = {
  platform: 'test',
  ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
  async post(post: Post, _first, mayStart = () => true): Promise<Receipt> {
    const papers = post.blocks.flatMap((block) =>
      block.kind === 'cards' ? block.cards.map(({ id }) => id) : [],
    );
    const body = JSON.stringify({ key: post.key, channel: post.channel, papers });
    const answer = await whileMayStart(mayStart, () => request('post', { method: 'POST', body }));
    return (await answer.json()) as Receipt;
  },
  async find({ key }) {
    const answer = await request(`find?key=${encodeURIComponent(key)}`);
    return answer.status === 404 ? undefined : ((await answer.json()) as Receipt);
  },
};

let statements = 0;
const send = pg.Client.prototype.query;
pg.Client.prototype.query = function (this: pg.Client, ...asked: unknown[]) {
  statements++;
  return Reflect.apply(send, this, asked);
} as typeof send;

const complain = (message: string, facts?: object) =>
  void process.stderr.write(`${message} ${JSON.stringify(facts ?? {})}\n`);
const log: Log = { debug() {}, info() {}, warn() {}, error: complain };

const { settings } = readSettings({}, '/');
if (!settings) throw new Error('the defaults are wrong');
const store = await openStore(options.url, { clock: () => Date.now() + options.skewMs });
const jobs = await store.openJobs?.(log);
if (jobs === undefined) throw new Error('the store has no jobs');
const clock = () => store.now() + options.shiftMs;
const app = await createApp({
  settings,
  store,
  sources: [],
  clock,
  random: Math.random,
  sleep: (ms, signal) => pause(ms, undefined, signal && { signal }).catch(() => {}),
  log,
  jobs,
  leaseMs: options.leaseMs,
});
app.connect(messenger);
const runLoop = startRunLoop(app, { clock, log, jobs });
const telling = setInterval(() => {
  const { user, system } = process.cpuUsage();
  const told: Told = {
    rss: process.memoryUsage().rss,
    handles: process.getActiveResourcesInfo().length,
    cpuMs: (user + system) / 1_000,
    statements,
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}, 1_000);
process.once('SIGTERM', async () => {
  clearInterval(telling);
  await runLoop.stop();
  await app.stop();
  await store.close();
});
