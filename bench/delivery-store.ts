/** Prepares a store of channels with topics and a day's papers, all due in the same minute. */
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, createApp } from '../src/app/app.ts';
import type { NewChannel, Subscription } from '../src/channels/channel.ts';
import { readSettings } from '../src/config/settings.ts';
import type { Paper } from '../src/model/paper.ts';
import type { Log } from '../src/model/ports.ts';
import { meaningKey, printQuery } from '../src/query/print.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { repeat, somePapers, titleQueries } from './papers.ts';
import { createRandom } from './report.ts';
import { makeSubscriptions } from './subscriptions.ts';

/** Papers of the day, and of the days before it, which commands search. */
export const papersOfTheDay = 100;
export const papersBefore = 5_000;
const mostTopics = 5;
export const due = Date.parse('2026-11-24T09:00:00Z');
const yesterday = '2026-11-23';
const today = '2026-11-24';
/** The first slot after it is the one that is due. */
const joined = due - 12 * 3_600_000;
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Where the queries are kept that people will ask. */
export const queriesOf = (path: string) => `${path}.queries`;

export async function appOn(store: Store, path: string, clock: () => number, log: Log): Promise<App> {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('The default settings are wrong.');
  return createApp({
    settings: { ...settings, storeUrl: path },
    store,
    sources: [],
    indexFolder: dirname(path),
    clock,
    random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => {}),
    log,
  });
}

/** Channels with none to five topics each, papers of before and of the day. Runs in a process of its own. */
export async function prepare(path: string, channels: number, docs: string | undefined): Promise<void> {
  const store = await openStore(path);
  const random = createRandom(5);
  const { papers } = somePapers(docs);
  const all = repeat(papers, papersBefore + papersOfTheDay);
  const app = await appOn(store, path, () => joined, silent);
  const put = (date: string, some: Paper[]) => app.archive.put({ date, papers: some, skipped: [] }, 'bench');
  await put(yesterday, all.slice(papersOfTheDay));
  const fromSeq = await app.archive.head();
  const records = Array.from({ length: channels }, (_, at): NewChannel => {
    const id = `bench:b:${at}`;
    return { id, name: `#${at}`, joinedAt: joined, fromSeq, fromDay: yesterday, joined: true };
  });
  const made = makeSubscriptions(papers, channels * mostTopics)[Symbol.iterator]();
  const topicsOf = (id: string) =>
    Array.from({ length: random.below(mostTopics + 1) }, (_, at): Subscription => {
      const [, query] = made.next().value as [string, Parameters<typeof printQuery>[0]];
      const by = { id: 'u', name: 'U' };
      return { channel: id, query: printQuery(query), meaning: meaningKey(query), by, at };
    });
  await app.channels.changeAll(
    records.map((fresh) => ({ id: fresh.id, fresh, edit: () => ({ add: topicsOf(fresh.id) }) })),
  );
  await put(
    today,
    all.slice(0, papersOfTheDay).map((paper, at) => ({ ...paper, upvotes: (at * 37) % 100 })),
  );
  await app.keepIndex();
  writeFileSync(queriesOf(path), JSON.stringify(titleQueries(all, 500)));
  await store.close();
}
