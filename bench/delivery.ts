/**
 * Measures how long a day's posts take to plan and to send through a platform's rate limit, the memory that takes, and how
 * commands are answered meanwhile.
 * The store is made by one process and used by another, so that making it counts for nothing.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../src/app/app.ts';
import { PaperboyError } from '../src/model/errors.ts';
import type { Log, Messenger } from '../src/model/ports.ts';
import { openStore } from '../src/store/store.ts';
import { appOn, due, papersBefore, papersOfTheDay, prepare, queriesOf, silent } from './delivery-store.ts';
import { inProcess } from './in-process.ts';
import type { Options } from './options.ts';
import { createRandom, MB, quantile, type Report, type Row } from './report.ts';

const usualChannels = 10_000;
const usualPerSecond = 50;
/** One day of so many channels is only planned, as sending it would take half an hour and more. */
const plannedChannels = 100_000;
/** How long the platform takes to answer a post, in milliseconds. */
const answerMs = { least: 60, most: 200 };
/** A platform that takes so many posts a second in all and one a second from a channel, and says when to come again. */
function createLimited(perSecond: number) {
  const recent: number[] = [];
  const last = new Map<string, number>();
  const counted = { posts: 0, refused: 0, under: 0, most: 0 };
  const messenger: Messenger = {
    platform: 'bench',
    perSecond,
    async post({ key, channel }) {
      const now = performance.now();
      while (recent.length > 0 && (recent[0] ?? 0) <= now - 1_000) recent.shift();
      const inAll = recent.length >= perSecond ? (recent[0] ?? 0) + 1_000 - now : 0;
      const here = (last.get(channel) ?? -1_000) + 1_000 - now;
      const wait = Math.ceil(Math.max(inAll, here));
      if (wait > 0) {
        counted.refused++;
        throw new PaperboyError('later', 'Too many requests.', { retry: { afterMs: wait } });
      }
      recent.push(now);
      last.set(channel, now);
      counted.posts++;
      counted.most = Math.max(counted.most, ++counted.under);
      await sleep(answerMs.least + Math.random() * (answerMs.most - answerMs.least));
      counted.under--;
      return { messageId: key };
    },
    find: async () => undefined,
  };
  return { messenger, counted };
}

/** Asks one thing after another until told to stop; the times they took, in milliseconds. */
async function askAll(app: App, channels: number, queries: string[], until: { over: boolean }) {
  const random = createRandom(3);
  const times: Record<string, number[]> = {};
  const asks = ['search', 'search', 'search', 'status', 'topics', 'today', 'preview'];
  for (let at = 0; !until.over; at++) {
    const what = asks[at % asks.length] as string;
    const number = random.below(channels);
    const place = { id: `bench:b:${number}`, name: `#${number}` };
    const text = what === 'search' ? `search ${queries[at % queries.length]}` : what;
    const start = performance.now();
    await app.service.ask({ place, person: { id: 'u', name: 'U' }, text });
    times[what] = [...(times[what] ?? []), performance.now() - start];
    await sleep(50);
  }
  return times;
}

function watchMemory() {
  const peak = { rss: 0, heap: 0 };
  const look = () => {
    const { rss, heapUsed } = process.memoryUsage();
    peak.rss = Math.max(peak.rss, rss);
    peak.heap = Math.max(peak.heap, heapUsed);
  };
  look();
  const timer = setInterval(look, 100);
  return { peak, stop: () => clearInterval(timer) };
}

/** One day, measured in the process this runs in. `send` false: only planned and written. */
async function measure(path: string, channels: number, perSecond: number, send: boolean): Promise<Row> {
  const opening = performance.now();
  const planned = { count: 0, posts: 0, ms: 0, cpu: 0 };
  let begun = 0;
  const log: Log = {
    ...silent,
    info(message, facts = {}) {
      if (message !== 'planned') return;
      planned.posts += Number(facts.posts);
      planned.count += Number(facts.posts) + Number(facts.silences);
      planned.ms = performance.now() - begun;
      const { user, system } = process.cpuUsage();
      planned.cpu = (user + system) / 1e6;
    },
  };
  const store = await openStore(path);
  const app = await appOn(store, path, () => due + 1_000 + Math.round(performance.now() - begun), log);
  const { messenger, counted } = createLimited(perSecond);
  // The ledger is asked what is ready only once everything is planned.
  app.connect(send ? messenger : { ...messenger, post: () => new Promise(() => {}) });
  const row: Row = { channels, 'open s': (performance.now() - opening) / 1_000 };
  const queries = JSON.parse(readFileSync(queriesOf(path), 'utf8')) as string[];
  globalThis.gc?.();
  await sleep(200);
  row['MB before'] = process.memoryUsage().rss / MB;

  const memory = watchMemory();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  begun = performance.now();
  const cpu = process.cpuUsage();
  const until = { over: false };
  const asked = askAll(app, channels, queries, until);
  const delivered = app.deliver();
  if (send) await delivered;
  else while (planned.count < channels) await sleep(10);
  const total = performance.now() - begun;
  delay.disable();
  until.over = true;
  const times = await asked;
  memory.stop();
  globalThis.gc?.();
  const live = process.memoryUsage().heapUsed;

  row['plan s'] = planned.ms / 1_000;
  // What it takes of one core, commands asked meanwhile included: less moved by what else the machine does.
  row['plan cpu s'] = planned.cpu - (cpu.user + cpu.system) / 1e6;
  row.posts = planned.posts;
  if (send) {
    const floor = ((counted.posts - 1) / perSecond) * 1_000;
    Object.assign(row, { 'total s': total / 1_000, 'over floor': total / floor, refused: counted.refused });
  }
  const all = Object.values(times).flat();
  const worst = Object.entries(times).map(([what, list]) => ({ what, ms: quantile(list, 0.99) }));
  return {
    ...row,
    'rss MB': memory.peak.rss / MB,
    'heap MB': memory.peak.heap / MB,
    'live MB': live / MB,
    'loop p50 ms': delay.percentile(50) / 1e6,
    'loop p99 ms': delay.percentile(99) / 1e6,
    'loop max ms': delay.max / 1e6,
    asked: all.length,
    'ask p50 ms': quantile(all, 0.5),
    'ask p99 ms': quantile(all, 0.99),
    slowest: worst.toSorted((a, b) => b.ms - a.ms)[0]?.what,
  };
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const channels = options.channels ?? usualChannels;
  const perSecond = options.perSecond ?? usualPerSecond;
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  const facts = { papers: papersOfTheDay, 'papers before': papersBefore, 'a second': perSecond };
  const day = (count: number, send: boolean): Row => {
    const path = join(folder, `${count}`, 'paperboy.sqlite');
    say(`delivery: making ${count.toLocaleString('en')} channels`);
    inProcess('delivery', import.meta.url, 'prepare', path, count, perSecond, options.docs ?? '');
    say(`delivery: ${send ? `planning and sending, some ${Math.round(count / perSecond)} s` : 'planning'}`);
    return JSON.parse(
      inProcess('delivery', import.meta.url, send ? 'send' : 'plan', path, count, perSecond),
    ) as Row;
  };
  try {
    const reports = [{ bench: 'delivery', title: 'Delivery', facts, rows: [day(channels, true)] }];
    if (options.channels === undefined) {
      const rows = [day(plannedChannels, false)];
      reports.push({ bench: 'delivery', title: 'The plan of one day', facts, rows });
    }
    return reports;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [what, path, channels, perSecond, docs] = process.argv.slice(2) as [
    string,
    string,
    string,
    string,
    string,
  ];
  if (what === 'prepare') await prepare(path, Number(channels), docs || undefined);
  else {
    const row = await measure(path, Number(channels), Number(perSecond), what === 'send');
    process.stdout.write(JSON.stringify(row), () => process.exit(0));
  }
}
