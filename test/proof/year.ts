/**
 * A seed in; a simulated year of deliveries, with crashes at every write, restarts, clock jumps, DST and a platform that
 * fails in every way, and what readers saw of it, out. Real store, archive, channels, round, ledger and sender.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { openArrivalLog } from '../../src/archive/arrival-log.ts';

import { type Channels, openChannels } from '../../src/channels/channels.ts';
import type { Schedule } from '../../src/channels/schedule.ts';
import { ANSWER_MS } from '../../src/delivery/attempt.ts';
import { createChannelHealth } from '../../src/delivery/channel-health.ts';
import type { Plan } from '../../src/delivery/delivery.ts';
import { type Ledger, openLedger } from '../../src/delivery/ledger.ts';
import { createPlanner } from '../../src/delivery/planner.ts';
import { createReadyQueue } from '../../src/delivery/ready-queue.ts';
import { createSender } from '../../src/delivery/sender.ts';
import type { Post } from '../../src/model/message.ts';
import type { Paper } from '../../src/model/paper.ts';
import type { TopicMatcher } from '../../src/percolator/topic-matcher.ts';
import type { Database } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { joinChannel, subscribe } from '../channels/edits.ts';
import { createReaders, type Fault, type Readers } from '../delivery/readers.ts';
import { silent } from '../delivery/world.ts';
import { createMortal, type Mortal } from './mortal.ts';
import { type Random, seeded } from './random.ts';

export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Africa/Casablanca',
  'America/Nuuk',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
];
const TOPICS = ['t0', 't1', 't2', 't3'];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** An answer that never comes is given up after 8 turns of the loop. */
const MS_PER_TURN = ANSWER_MS / 8;
/** Papers in one part of a post. */
const PART = 5;
/** Those that may be a single statement; the others die at their transaction. */
const LEDGER_WRITES = new Set(['claim', 'renew', 'settle', 'prune']);
const SHELF_WRITES = new Set(['set', 'setMany', 'merge', 'delete']);

export interface YearOptions {
  seed: number;
  channels: number;
  days: number;
  /** Chance of dying at one write. */
  deathRate: number;
  /** Chance that one attempt at a post meets a fault. */
  faultRate: number;
}

export interface YearReport {
  posts: number;
  papersSeen: number;
  deaths: number;
  jumps: number;
  faults: number;
  /** Each is a sentence; none is as it should be. */
  lost: string[];
  doubled: string[];
  disordered: string[];
}

interface Digest {
  date: string;
  at: number;
  papers: Paper[];
}

export async function simulateYear(options: YearOptions): Promise<YearReport> {
  const random = seeded(options.seed);
  const start = Date.parse('2026-01-01T00:00:00Z');
  const end = start + options.days * DAY;
  const digests = digestsOf(start, options.days, random);
  const world = { now: start, skew: 0, taken: 0, deaths: 0, jumps: 0, faults: 0 };
  const store = await openStore(':memory:');
  const readers = createReaders(() => faultFor(random, options.faultRate, world));

  let life = await live(store, readers, world, random, 0);
  await joinAll(life, options.channels, start, random);
  while (world.now < end + 4 * DAY) {
    life = await live(store, readers, world, random, world.now < end ? options.deathRate : 0);
    const { mortal } = life;
    // A process lives until it dies, or until it is restarted after some days.
    const restartAt = world.now + (1 + random() * 5) * DAY;
    while (!mortal.isDead() && world.now < restartAt && world.now < end + 4 * DAY) {
      await Promise.race([round(life, digests, world), mortal.died]);
      world.now += (5 + random() * 55) * MINUTE;
      jumpSometimes(world, random, end);
    }
    if (mortal.isDead()) {
      world.deaths++;
      // Down for a minute to a day and more.
      world.now += random() < 0.9 ? random() * 60 * MINUTE : random() * 2 * DAY;
    }
  }
  const report = await check(life, readers, digests, end, world);
  await store.close();
  return report;
}

interface Life {
  mortal: Mortal;
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  deliver: () => Promise<void>;
}

async function live(
  store: Store,
  readers: Readers,
  world: { now: number; skew: number },
  random: Random,
  deathRate: number,
): Promise<Life> {
  const mortal = createMortal(random, deathRate);
  const clock = () => Math.round(world.now + world.skew);
  const shelf = <T>(name: string) => mortal.wrap(store.shelf<T>(name), SHELF_WRITES);
  const database = mortal.wrap<Database>(store, new Set(['transact']));
  const archive = openArchive({
    papers: shelf<Paper>('papers'),
    digests: shelf('digests'),
    arrivals: await openArrivalLog(database),
    database,
    index: { async putEach() {} },
  });
  const channels = await openChannels({
    store: database,
    listener: { added: (_key, { meaning }) => ({ meaning }), removed() {} },
    startNow: async () => ({ now: clock(), fromSeq: 0, fromDay: '2026-01-01' }),
    onBadRecord: (key, reason) => {
      throw new Error(`${key}: ${reason}`);
    },
  });
  const ledger = mortal.wrap(openLedger(database), LEDGER_WRITES);
  const messenger = mortal.wrap(readers, new Set(['post']));
  const messengers = new Map([['test', messenger]]);
  const planner = createPlanner({
    archive,
    channels,
    ledger,
    relevance: () => new Map(),
    match: matching(channels),
    asOfNow: () => () => true,
    health: createChannelHealth({ messengers, log: silent }),
    defaults: { postAt: '09:00', timezone: 'UTC' },
    tastes: { of: async () => undefined },
    stale: () => undefined,
  });
  const sender = createSender({
    ledger,
    render: async ({ key, channel, plan }) => partsOf(key, channel, plan),
    onSettled: async () => {},
    owner: `process ${random()}`,
    clock,
    random,
    // No real time: an answer that never comes is given up after some turns of the loop, so that a seed repeats exactly.
    sleep: async (ms, signal) => {
      const turns = ms / MS_PER_TURN;
      for (let turn = 0; turn < turns && !signal?.aborted; turn++) await breathe();
    },
    log: silent,
  });
  const queue = createReadyQueue({ ledger, sender, messengers, clock });
  return {
    mortal,
    archive,
    channels,
    ledger,
    async deliver() {
      for await (const batch of planner.due(clock())) await ledger.plan(batch, clock());
      await queue.drain();
    },
  };
}

/** What one tick does: digests that have come by now, then deliveries, then waits that end before the next tick. */
async function round(
  life: Life,
  digests: readonly Digest[],
  world: { now: number; skew: number; taken: number },
): Promise<void> {
  // Counted one by one: a process that dies later in its round took these, and the next one goes on after them.
  for (let next = digests[world.taken]; next && next.at <= world.now; next = digests[++world.taken]) {
    await life.archive.put({ date: next.date, papers: next.papers, skipped: [] }, 'source');
  }
  await life.deliver();
  for (let wait = 0; wait < 3; wait++) {
    const ready = await life.ledger.nextReady(world.now + world.skew);
    if (ready === undefined || ready - world.skew > world.now + 5 * MINUTE) break;
    world.now = Math.max(world.now, ready - world.skew);
    await life.deliver();
  }
}

function digestsOf(start: number, days: number, random: Random): Digest[] {
  const digests: Digest[] = [];
  for (let day = 0; day < days; day++) {
    const at = start + day * DAY + random() * DAY;
    const date = new Date(start + day * DAY).toISOString().slice(0, 10);
    if ([0, 6].includes(new Date(date).getUTCDay()) && random() < 0.7) continue;
    const count = 1 + Math.floor(random() * 6);
    const papers = Array.from({ length: count }, (_, number): Paper => {
      const id = `${day}.${number}`;
      return {
        id,
        title: `The paper number ${id}`,
        abstract: '',
        keywords: [TOPICS[Math.floor(random() * TOPICS.length)] as string],
      };
    });
    digests.push({ date, at, papers });
  }
  return digests.sort((a, b) => a.at - b.at);
}

async function joinAll(life: Life, count: number, now: number, random: Random): Promise<void> {
  for (let number = 0; number < count; number++) {
    const id = `test:t:${number}`;
    await joinChannel(life.channels, {
      id,
      name: id,
      joinedAt: now,
      fromSeq: 0,
      fromDay: '2025-12-31',
      joined: true,
    });
    const zone = ZONES[number % ZONES.length] as string;
    await life.channels.update(id, (channel) => ({
      ...channel,
      zone,
      schedule: scheduleFor(random),
      limit: 50,
    }));
    const followed = number % 2 === 0 ? [] : TOPICS.filter(() => random() < 0.5);
    for (const query of followed) {
      await subscribe(life.channels, {
        channel: id,
        query,
        meaning: query,
        by: { id: 'u', name: 'u' },
        at: now,
      });
    }
  }
}

function scheduleFor(random: Random): Schedule {
  const hour = String(Math.floor(random() * 24)).padStart(2, '0');
  const time = `${hour}:${random() < 0.5 ? '00' : '30'}`;
  const kind = random();
  if (kind < 0.7) return { every: 'day', time };
  if (kind < 0.85) return { every: 'weekday', time };
  return { every: 'week', on: [1, 4], time };
}

function matching(channels: Channels): TopicMatcher['match'] {
  return (papers) => {
    const queries = [...channels.all()].flatMap(({ id }) => channels.topics(id).map(({ query }) => query));
    const found = [...new Set(queries)].map((query): [string, string[]] => {
      const hits = papers.filter(({ keywords }) => keywords?.includes(query));
      return [query, hits.map(({ id }) => id)];
    });
    return new Map(found.filter(([, hits]) => hits.length > 0));
  };
}

/** Five papers a part. What waits behind the last part's button counts as seen with that part. */
function partsOf(key: string, channel: string, plan: Plan): Post[] {
  if (plan.kind !== 'post') return [];
  const shown = plan.shown.map(({ id }) => id);
  const parts: Post[] = [];
  for (let at = 0; at < shown.length; at += PART) {
    const isLast = at + PART >= shown.length;
    const papers = [...shown.slice(at, at + PART), ...(isLast ? plan.rest.map(({ id }) => id) : [])];
    const cards = papers.map((id) => ({
      id,
      title: [{ text: id }],
      url: 'https://x.test',
      excerpt: [],
      actions: [],
    }));
    parts.push({
      key: at === 0 ? key : `${key} #${at}`,
      channel,
      summary: papers.join(' '),
      blocks: [{ kind: 'cards', cards }],
      actions: [],
    });
  }
  return parts;
}

const FAULTS: Fault[] = [
  'later',
  'refuse',
  'no-access',
  'drop-before',
  'drop-after',
  'error-before',
  'error-after',
  'hang-after',
];

function faultFor(random: Random, rate: number, world: { faults: number }): Fault {
  if (random() >= rate) return 'none';
  world.faults++;
  return FAULTS[Math.floor(random() * FAULTS.length)] as Fault;
}

/** A clock that is set forward or back by hours or days, and put right again some time later. */
function jumpSometimes(
  world: { now: number; skew: number; jumps: number },
  random: Random,
  end: number,
): void {
  if (world.skew !== 0 && (random() < 0.1 || world.now > end)) world.skew = 0;
  else if (world.skew === 0 && random() < 0.002 && world.now < end) {
    world.skew = Math.round((random() - 0.5) * 4 * DAY);
    world.jumps++;
  }
}

/** Every paper that came for a channel was seen once, in the order in which papers came. */
async function check(
  life: Life,
  readers: Readers,
  digests: readonly Digest[],
  end: number,
  world: { deaths: number; jumps: number; faults: number },
): Promise<YearReport> {
  const report: YearReport = {
    posts: readers.seen.length,
    papersSeen: 0,
    deaths: world.deaths,
    jumps: world.jumps,
    faults: world.faults,
    lost: [],
    doubled: [],
    disordered: [],
  };
  const order = new Map((await life.archive.after(0)).map(({ paper, seq }) => [paper, seq]));
  const seen = new Map<string, string[]>();
  for (const post of readers.seen) {
    const ids = post.blocks.flatMap((block) =>
      block.kind === 'cards' ? block.cards.map((card) => card.id) : [],
    );
    seen.set(post.channel, [...(seen.get(post.channel) ?? []), ...ids]);
  }
  // A weekly channel may still be waiting for the papers of the last days.
  const owed = digests.filter(({ at }) => at < end - 8 * DAY).flatMap(({ papers }) => papers);
  for (const { id: channel } of life.channels.all()) {
    const topics = life.channels.topics(channel).map(({ query }) => query);
    const got = seen.get(channel) ?? [];
    report.papersSeen += got.length;
    const counts = new Map<string, number>();
    for (const id of got) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const [id, count] of counts)
      if (count > 1) report.doubled.push(`${channel} saw ${id} ${count} times`);
    for (const paper of owed) {
      const wanted = topics.length === 0 || topics.some((topic) => paper.keywords?.includes(topic));
      if (wanted && !counts.has(paper.id)) report.lost.push(`${channel} never saw ${paper.id}`);
    }
    got.forEach((id, at) => {
      const before = got[at - 1];
      const back = before !== undefined && (order.get(id) ?? 0) < (order.get(before) ?? 0);
      if (back) report.disordered.push(`${channel} saw ${id} after ${before}`);
    });
  }
  return report;
}
