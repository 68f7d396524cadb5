/**
 * Measures how long one round takes that plans and records the posts of many different channels, and its memory. The store is made
 * by one process and used by another, so that making it counts for nothing.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Log } from '../src/model/ports.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { appOn, silent } from './delivery-store.ts';
import { inProcess } from './in-process.ts';
import type { Options } from './options.ts';
import { due, prepare } from './planning-store.ts';
import { MB, type Report, type Row } from './report.ts';

const usualSizes = [10_000, 100_000];

/** Equal for equal plans: two versions of the planner are compared by it. */
async function digestOf(store: Store): Promise<string> {
  const hash = createHash('sha256');
  let after = '';
  while (true) {
    const { rows } = await sql<{ key: string }>`SELECT key, state, plan, up_to, newest FROM deliveries
      WHERE key > ${after} ORDER BY key LIMIT 1000`.execute(store.db);
    if (rows.length === 0) return hash.digest('hex').slice(0, 12);
    for (const row of rows) hash.update(JSON.stringify(row));
    after = rows.at(-1)?.key as string;
  }
}

/** The processor's seconds that this process has taken since. */
function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

/** One round, measured in the process this runs in. */
async function measure(path: string, channels: number): Promise<Row> {
  const planned = { posts: 0, silences: 0 };
  const log: Log = {
    ...silent,
    info(message, facts = {}) {
      if (message !== 'planned') return;
      planned.posts += Number(facts.posts);
      planned.silences += Number(facts.silences);
    },
  };
  const opening = process.cpuUsage();
  const store = await openStore(path);
  const app = await appOn(store, path, () => due + 1_000, log);
  app.connect({ platform: 'bench', post: () => new Promise(() => {}), find: async () => undefined });
  const row: Row = { channels, 'open cpu s': secondsSince(opening) };
  globalThis.gc?.();
  row['live MB'] = process.memoryUsage().heapUsed / MB;
  row['MB before'] = process.memoryUsage().rss / MB;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const begun = performance.now();
  const cpu = process.cpuUsage();
  await app.plan();
  const wall = performance.now() - begun;
  const seconds = secondsSince(cpu);
  delay.disable();
  const peak = process.resourceUsage().maxRSS / 1_024;
  return {
    ...row,
    'plan s': wall / 1_000,
    'cpu s': seconds,
    'us a channel': (wall * 1_000) / channels,
    ...planned,
    'peak MB': peak,
    'loop p99 ms': delay.percentile(99) / 1e6,
    'loop max ms': delay.max / 1e6,
    plans: await digestOf(store),
  };
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  try {
    const rows = (options.channels ? [options.channels] : usualSizes).map((channels) => {
      const path = join(folder, `${channels}`, 'paperboy.sqlite');
      say(`planning: making ${channels.toLocaleString('en')} channels`);
      inProcess('planning', import.meta.url, 'prepare', path, channels, options.docs ?? '');
      say('planning: one round');
      return JSON.parse(inProcess('planning', import.meta.url, 'plan', path, channels)) as Row;
    });
    return [{ bench: 'planning', title: 'Planning', facts: { topics: 'shared and own' }, rows }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [what, path = '', channels, docs] = process.argv.slice(2);
  if (what === 'prepare') await prepare(path, Number(channels), docs || undefined);
  else {
    const row = await measure(path, Number(channels));
    process.stdout.write(JSON.stringify(row), () => process.exit(0));
  }
}
