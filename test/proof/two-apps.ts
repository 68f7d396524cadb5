/**
 * Two real processes on one file change the same channel, its topics and the same reading list at the same moment, round
 * after round; after each round every change that was acknowledged must be there, and nothing else.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from '../../src/app/app.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { appOn } from './app-on.ts';
import type { Done, Order } from './two-worker.ts';

const WORKER = fileURLToPath(new URL('two-worker.ts', import.meta.url));
const PROCESSES = 2;
const PAPERS = 40;

export interface TwoAppsReport {
  rounds: number;
  acknowledged: number;
  /** Rounds in which both processes were at work at the same time. */
  overlapping: number;
  lost: number;
  problems: string[];
}

export async function proveTwoApps({ rounds }: { rounds: number }): Promise<TwoAppsReport> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-two-'));
  const path = join(folder, 'paperboy.sqlite');
  const store = await openStore(path);
  const crew: ChildProcess[] = [];
  const report: TwoAppsReport = { rounds, acknowledged: 0, overlapping: 0, lost: 0, problems: [] };
  try {
    const app = await prepare(store, path);
    for (let number = 0; number < PROCESSES; number++) crew.push(fork(WORKER, [JSON.stringify({ path })]));
    await Promise.all(crew.map((child) => once(child, 'message')));
    for (let round = 1; round <= rounds; round++) {
      const done = await Promise.all(crew.map((child, number) => carryOut(child, orderOf(number, round))));
      for (const { acknowledged, refused } of done) {
        report.acknowledged += acknowledged.length;
        report.problems.push(...refused.map((what) => `round ${round}: refused: ${what}`));
      }
      const [latest, earliest] = [
        Math.max(...done.map(({ began }) => began)),
        Math.min(...done.map(({ ended }) => ended)),
      ];
      if (latest < earliest) report.overlapping++;
      const lost = await missing(app, store, round);
      report.lost += lost.length;
      report.problems.push(...lost.map((what) => `round ${round}: ${what}`));
    }
    return report;
  } finally {
    for (const child of crew) child.kill('SIGKILL');
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

async function carryOut(child: ChildProcess, order: Order): Promise<Done> {
  const answer = once(child, 'message');
  child.send(order);
  const [done] = (await answer) as [Done];
  return done;
}

const paper = (number: number, round: number) =>
  `2611.${String(((round * PROCESSES + number) % PAPERS) + 1).padStart(5, '0')}`;
const topic = (number: number, round: number) => `zebra${number}x${round}`;
const ORDERS = ['votes', 'relevance', 'date'] as const;
const LAYOUTS = ['cards', 'compact', 'titles'] as const;

/** Each process has settings of its own, so that what must be there after a round is known. */
function orderOf(number: number, round: number): Order {
  const own =
    number === 0
      ? [`limit ${1 + (round % 50)}`, `layout ${LAYOUTS[round % 3]}`]
      : [`order ${ORDERS[round % 3]}`, `quiet ${round % 2 === 0 ? 'on' : 'off'}`];
  const texts = [`subscribe ${topic(number, round)}`, `save ${paper(number, round)}`];
  const before = [`unsubscribe ${topic(number, round - 1)}`, `unsave ${paper(number, round - 1)}`];
  return { texts: [...own, ...texts, ...(round > 1 ? before : [])] };
}

/** What was acknowledged and is not there, or is there and should not be. */
async function missing(app: App, store: Store, round: number): Promise<string[]> {
  await app.channels.refresh();
  const channel = app.channels.get('test:t:shared');
  const saved = await store.db.selectFrom('saved').select('paper').execute();
  const numbers = Array.from({ length: PROCESSES }, (_, number) => number);
  const expected: [string, unknown, unknown][] = [
    ['limit', channel?.limit, 1 + (round % 50)],
    ['layout', channel?.layout, LAYOUTS[round % 3]],
    ['order', channel?.order, ORDERS[round % 3]],
    ['quiet', channel?.quietLine, round % 2 === 0],
    [
      'topics',
      app.channels
        .topics('test:t:shared')
        .map(({ query }) => query)
        .sort()
        .join(' '),
      numbers.map((number) => topic(number, round)).join(' '),
    ],
    [
      'saved',
      saved
        .map((row) => row.paper)
        .sort()
        .join(' '),
      numbers
        .map((number) => paper(number, round))
        .sort()
        .join(' '),
    ],
  ];
  return expected.flatMap(([what, is, should]) =>
    is === should ? [] : [`${what} is "${is}" and not "${should}"`],
  );
}

async function prepare(store: Store, path: string): Promise<App> {
  const app = await appOn(store, path);
  const papers = Array.from({ length: PAPERS }, (_, at) => ({
    id: `2611.${String(at + 1).padStart(5, '0')}`,
    title: `Paper number ${at + 1}`,
    abstract: 'A short abstract.',
  }));
  await app.archive.put({ date: '2026-11-23', papers, skipped: [] }, 'proof');
  await app.service.join({ id: 'test:t:shared', name: '#shared' });
  return app;
}
