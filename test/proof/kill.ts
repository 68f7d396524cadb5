/**
 * The kill proof: real processes on a real file are killed at random steps of their work. It counts what a server on the
 * loopback was given, and looks for everything that was acknowledged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import { LEASE_MS } from '../../src/delivery/sender.ts';
import type { Digest } from '../../src/model/paper.ts';
import { openStore } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';
import { type Crew, createCrew, type KillOptions } from './kill-crew.ts';
import { type KillServer, startKillServer } from './kill-server.ts';
import type { Acknowledged } from './kill-worker.ts';
import { seeded } from './random.ts';

const DAY = 24 * 3_600_000;
/** The first slot, at the default time in the default zone. */
const FIRST = Date.parse('2026-11-23T09:00:00Z');
/** The clock moves by this much when nobody can go on without it, so that the leases of the dead end. Milliseconds. */
const MOVE_MS = LEASE_MS + 1_000;
/** Within a day the clock moves no more often than this: half a day. */
const MOST_MOVES = 450;

export interface KillReport {
  deliveries: number;
  posts: number;
  kills: number;
  workers: number;
  /** Posts under way at once, at most. */
  inFlight: number;
  /** Answers that the server broke off or spoilt. */
  faults: number;
  acknowledged: number;
  acknowledgedLost: number;
  lost: number;
  doubled: number;
  problems: string[];
}

export async function proveKill(options: KillOptions): Promise<KillReport> {
  const random = seeded(options.seed);
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-kill-'));
  const path = join(folder, 'paperboy.sqlite');
  const server = await startKillServer(random, { least: 20, most: 250 });
  try {
    await prepare(path, options.channels);
    const digests = digestsOf(options.days);
    const crew = createCrew({ path, port: server.port }, server, options, random);
    crew.start();
    for (let day = 0; day < options.days; day++) {
      await crew.idle();
      server.digests = digests.slice(0, day + 1);
      await work(server, crew, FIRST + 5_000 + day * DAY, () => isDone(path, server, options.channels));
    }
    await crew.stop();
    return await report(path, server, digests, crew, options);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/** Two sizes: a post of one part, and one of two. */
function digestsOf(days: number): Digest[] {
  return Array.from({ length: days }, (_, day) => ({
    date: new Date(FIRST + day * DAY).toISOString().slice(0, 10),
    papers: Array.from({ length: day % 3 === 2 ? 12 : 3 }, (_one, number) => ({
      id: `${day}.${number}`,
      title: `Agents that deliver, day ${day} number ${number}`,
      abstract: 'A short abstract.',
    })),
    skipped: [],
  }));
}

async function prepare(path: string, channels: number): Promise<void> {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('the defaults are wrong');
  const store = await openStore(path);
  const app = await createApp({
    settings,
    store,
    sources: [],
    clock: () => FIRST - DAY / 2,
    random: Math.random,
    sleep: () => new Promise(() => {}),
    log: silent,
  });
  for (let number = 0; number < channels; number++) {
    const place = { id: `test:t:${number}`, name: `#${number}` };
    await app.service.join(place);
    await app.channels.update(place.id, (channel) => ({ ...channel, limit: 25 }));
    const person = { id: 'u', name: 'U' };
    if (number % 2 === 0) await app.service.ask({ place, person, text: 'subscribe agents' });
  }
  await store.close();
}

/** Moves the clock to `now`, and on whenever every worker has come to rest, until the work of the day is done. */
async function work(server: KillServer, crew: Crew, now: number, isDone: () => Promise<boolean>) {
  for (let moves = 0; moves <= MOST_MOVES; moves++) {
    server.setTime(now + moves * MOVE_MS);
    await crew.idle();
    if (await isDone()) return;
  }
  crew.problems.push(`the work of ${new Date(now).toISOString()} was not done after half a day`);
}

/** Whether every channel was shown every paper so far and the ledger has nothing open. */
async function isDone(path: string, server: KillServer, channels: number): Promise<boolean> {
  const wanted = channels * server.digests.reduce((sum, { papers }) => sum + papers.length, 0);
  const seen = new Set(server.shown.flatMap(({ channel, papers }) => papers.map((id) => `${channel} ${id}`)));
  if (seen.size < wanted) return false;
  const store = await openStore(path);
  const open = await store.db
    .selectFrom('deliveries')
    .select('key')
    .where('state', 'not in', ['posted', 'skipped'])
    .execute();
  await store.close();
  return open.length === 0;
}

async function report(
  path: string,
  server: KillServer,
  digests: Digest[],
  crew: Crew,
  options: KillOptions,
): Promise<KillReport> {
  const { problems } = crew;
  const missing = await missingFrom(path, crew.acknowledged);
  const times = new Map<string, number>();
  for (const { channel, papers } of server.shown) {
    for (const id of papers) times.set(`${channel} ${id}`, (times.get(`${channel} ${id}`) ?? 0) + 1);
  }
  const keys = new Set(server.shown.map(({ key }) => key));
  let lost = 0;
  for (let number = 0; number < options.channels; number++) {
    for (const { id } of digests.flatMap(({ papers }) => papers)) {
      if (!times.has(`test:t:${number} ${id}`)) lost++;
    }
  }
  const doubledPapers = [...times.values()].filter((count) => count > 1).length;
  const doubled = Math.max(doubledPapers, server.shown.length - keys.size);
  if (lost > 0) problems.push(`${lost} papers were never shown`);
  if (doubled > 0) problems.push(`${doubled} papers or posts were shown twice`);
  if (crew.kills() < options.kills) problems.push(`${crew.kills()} kills, not ${options.kills}`);
  return {
    deliveries: options.channels * options.days,
    posts: server.shown.length,
    kills: crew.kills(),
    workers: options.workers,
    inFlight: server.most(),
    faults: server.faults(),
    acknowledged: crew.acknowledged.length,
    acknowledgedLost: missing.length,
    lost,
    doubled,
    problems: [...problems, ...missing],
  };
}

/** What was acknowledged and is not in the store. */
async function missingFrom(path: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('the defaults are wrong');
  const store = await openStore(path);
  const outside = { settings, store, sources: [], clock: Date.now, random: Math.random, log: silent };
  const app = await createApp({ ...outside, sleep: () => new Promise(() => {}) });
  const missing: string[] = [];
  for (const what of acknowledged) {
    if ('posted' in what) {
      const delivery = await app.ledger.get(what.posted);
      const kept = delivery?.receipts.some(({ messageId }) => messageId === what.part);
      if (!kept) missing.push(`the receipt ${what.part} of ${what.posted}`);
    } else if ('digest' in what) {
      if ((await app.archive.digestsOf(what.digest)).length === 0)
        missing.push(`the digest of ${what.digest}`);
    } else {
      const kept = app.channels.topics(what.channel).some(({ query }) => query === what.subscribed);
      if (!kept) missing.push(`the topic ${what.subscribed} of ${what.channel}`);
    }
  }
  await store.close();
  return missing;
}
