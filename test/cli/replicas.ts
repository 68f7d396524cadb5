/** Replicas, in processes of their own or in this one, on one Postgres behind a proxy, that post to a Slack on this machine. */
import type { ChildProcess } from 'node:child_process';
import type { TestContext } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { BOT, openSlack } from '../adapters/slack/slack.ts';
import { appOn } from '../proof/app-on.ts';
import { createProxy } from '../store/proxy.ts';
import { createSchema } from '../store/server.ts';
import { begin, ended, lineWith, newFolder, paperboy, type Ran, type Running, start } from './run.ts';

const DAY_MS = 86_400_000;

export interface Replica {
  process: ChildProcess;
  /** Resolves with the first line of its log that holds the words, if it comes later than this. */
  line(words: string): Promise<string>;
  /** Resolves with the address of the local workspace and that of the pages for machines. */
  ready: Promise<{ address: string; health: string }>;
  ended: Promise<{ code: number | null; out: string }>;
  signal(name: NodeJS.Signals): void;
  /** Sends it again and again. */
  signalUntilEnded(name: NodeJS.Signals): void;
}

export type Replicas = Awaited<ReturnType<typeof createReplicas>>;

/** Everything is ended after the test. */
export async function createReplicas({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const { url, drop } = await createSchema();
  const [proxy, slack] = [await createProxy(url), await openSlack()];
  const store = await openStore(url);
  const children = new Set<ChildProcess>();
  const here = new Set<Running>();
  onTestFinished(async () => {
    for (const child of children) child.kill('SIGKILL');
    for (const running of here) running.signal('SIGTERM');
    await Promise.all([...here].map((running) => running.ended));
    await store.close();
    await proxy.close();
    await slack.close();
    await drop();
  });
  let channels = 0;
  const envOf = (storeUrl: string, env: Record<string, string>) => ({
    STORE_URL: storeUrl,
    PORT: '0',
    HEALTH_PORT: '0',
    SOURCES: 'bundled',
    SLACK_BOT_TOKEN: BOT.token,
    SLACK_SIGNING_SECRET: 's3cret',
    SLACK_API_URL: slack.apiUrl,
    SLACK_PORT: '0',
    ...env,
  });
  return {
    proxy,
    slack,
    store,
    /** So many channels more whose post of today is due, and a paper for each time. */
    async makeDue(count: number): Promise<string[]> {
      const now = store.now();
      const app = await appOn(store, '', () => now);
      const made = Array.from({ length: count }, () => `C1${++channels}`);
      for (const id of made) slack.channels.set(id, { name: id.toLowerCase(), members: [BOT.user] });
      const fresh = made.map((id) => ({
        ...{ id: `slack:T1:${id}`, name: `#${id.toLowerCase()}`, joined: true },
        ...{
          joinedAt: now - 2 * DAY_MS,
          fromSeq: 0,
          fromDay: new Date(now - DAY_MS).toISOString().slice(0, 10),
        },
      }));
      await app.archive.put(
        {
          date: new Date(now).toISOString().slice(0, 10),
          papers: [
            { id: `2611.${10_000 + channels}`, title: `Paper ${channels}`, abstract: 'A short abstract.' },
          ],
          skipped: [],
        },
        'test',
      );
      await app.channels.changeAll(fresh.map((one) => ({ id: one.id, fresh: one, edit: () => ({}) })));
      await app.stop();
      return made;
    },
    /** Requests to post so far. */
    posts: () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length,
    /** Deliveries that some process holds. */
    async leased(): Promise<number> {
      const rows = await store.db
        .selectFrom('deliveries')
        .select('key')
        .where('lease_until', '>', store.now())
        .execute();
      return rows.length;
    },
    /** How much of the longest lease is left. Milliseconds. */
    async longestLease(): Promise<number> {
      const { until } = await store.db
        .selectFrom('deliveries')
        .select(({ fn }) => fn.max('lease_until').as('until'))
        .executeTakeFirstOrThrow();
      return Number(until) - store.now();
    },
    /** How often each of these channels was shown a post. */
    shownIn: (some: readonly string[]) =>
      some.map((id) => slack.seen(id).filter((one) => !one.thread_ts).length),
    /** @param storeUrl the proxy's unless told otherwise */
    start(storeUrl = proxy.url, env: Record<string, string> = {}, command = 'start'): Replica {
      const process = start([command], newFolder(), envOf(storeUrl, env));
      children.add(process);
      const ready = readyWith((words) => lineWith(process, words));
      return {
        process,
        line: (words) => lineWith(process, words),
        ready,
        ended: ended(process).then(({ code, out, err }) => {
          children.delete(process);
          return { code, out: out + err };
        }),
        signal(name) {
          process.kill(name);
        },
        signalUntilEnded(name) {
          this.signal(name);
          const again = setInterval(() => process.kill(name), 100);
          process.once('exit', () => clearInterval(again));
        },
      };
    },
    /**
     * One in this process, which takes a tenth of the time that one of its own takes; it stops at the end of the test.
     * @param storeUrl the proxy's unless told otherwise
     */
    startHere(storeUrl = proxy.url, env: Record<string, string> = {}): Pick<Replica, 'line' | 'ready'> {
      const running = begin(['start'], { env: envOf(storeUrl, env) });
      here.add(running);
      return { line: running.line, ready: readyWith(running.line) };
    },
    /** `run-once` in this process, past the proxy. */
    runOnceHere: (): Promise<Ran> => paperboy(['run-once'], { env: envOf(url, {}) }),
    url,
  };
}

function readyWith(line: Replica['line']): Replica['ready'] {
  const addressIn = async (words: string) => (JSON.parse(await line(words)) as { address: string }).address;
  const addresses = [addressIn('paperboy ready'), addressIn('health and metrics')] as const;
  const ready = Promise.all(addresses).then(([address, health]) => ({ address, health }));
  // It may be ended before.
  ready.catch(() => {});
  return ready;
}
