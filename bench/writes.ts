/** Measures what one write costs on a SQLite file: a topic that is followed, and the four writes of one delivery. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../src/app/app.ts';
import { openStore } from '../src/store/store.ts';
import { appOn, due, silent } from './delivery-store.ts';
import type { Options } from './options.ts';
import type { Report, Row } from './report.ts';

const usualChannels = 1_000;
/** A first part that is not counted, until the code is compiled. */
const warmUps = 500;
const papersOfPost = 3;
const leaseMs = 90_000;
const by = { id: 'u', name: 'U' };
const channelOf = (at: number) => `bench:b:${at}`;

async function follow(app: App, at: number): Promise<void> {
  const channel = channelOf(at);
  const query = `word${at}`;
  const topic = { channel, query, meaning: query, by, at };
  await app.channels.changeAll([{ id: channel, edit: () => ({ add: [topic] }) }]);
}

async function deliver({ ledger }: App, at: number): Promise<void> {
  const channel = channelOf(at);
  const day = '2026-11-24';
  const key = `${channel} ${day}`;
  const shown = Array.from({ length: papersOfPost }, (_, number) => ({ id: `p${number}`, topics: ['word'] }));
  const plan = { kind: 'post', shown, rest: [], of: papersOfPost } as const;
  await ledger.plan(
    [{ channel, day, slotAt: due, plan: { ...plan, shown, rest: [] }, upTo: papersOfPost, newest: day }],
    due,
  );
  const claimed = await ledger.claim(key, 'bench', due, leaseMs);
  const held = await ledger.renew(key, 'bench', due, leaseMs);
  const part = { kind: 'part', receipt: { messageId: key }, done: true } as const;
  if (claimed === undefined || !held || !(await ledger.settle(key, 'bench', part, due)))
    throw new Error(`writes: ${key} was not delivered`);
}

/** Processor time of each, and the time until it was written. */
async function timed(
  what: string,
  from: number,
  to: number,
  write: (at: number) => Promise<void>,
): Promise<Row> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  for (let at = from; at < to; at++) await write(at);
  const { user, system } = process.cpuUsage(cpu);
  const count = to - from;
  return {
    write: what,
    count,
    'processor ms each': (user + system) / 1_000 / count,
    'ms each': (performance.now() - start) / count,
  };
}

export async function run(options: Options): Promise<Report[]> {
  const count = options.channels ?? usualChannels;
  const all = warmUps + count;
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  const path = join(folder, 'paperboy.sqlite');
  const store = await openStore(path);
  try {
    const app = await appOn(store, path, () => due, silent);
    const channels = Array.from({ length: all }, (_, at) => {
      const id = channelOf(at);
      return { id, name: `#${at}`, joinedAt: due, fromSeq: 0, fromDay: '2026-11-23', joined: true };
    });
    await app.channels.changeAll(channels.map((fresh) => ({ id: fresh.id, fresh, edit: () => ({}) })));
    const rows: Row[] = [];
    for (const [what, write] of [
      ['topic', (at: number) => follow(app, at)],
      ['delivery', (at: number) => deliver(app, at)],
    ] as const) {
      await timed(what, 0, warmUps, write);
      rows.push(await timed(what, warmUps, all, write));
    }
    return [{ bench: 'writes', title: 'Writes on a file', facts: { channels: all }, rows }];
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}
