/**
 * The proof of replicas: several processes on one Postgres, killed, stopped for twice their lease, and with clocks minutes
 * apart, deliver one post to each channel. What counts is what the platform was given.
 */
import { openStore } from '../../src/store/store.ts';
import { type Platform, startPlatform } from './platform.ts';
import { seeded } from './random.ts';
import { createCrew, type ReplicaCrew } from './replica-crew.ts';
import { DUE, prepareChannels, untilPosted } from './replica-store.ts';

/** What a replica may have in the last third of the time, as a multiple of the first. */
const MOST_GROWTH = 1.25;

export interface ReplicasOptions {
  /** Of an empty database. */
  url: string;
  seed: number;
  deliveries: number;
  replicas: number;
  leaseMs: number;
  /** Something happens to a replica this often, on average, in milliseconds; or each time so many posts more were shown. */
  every: { ms: number } | { posts: number };
  strikes: readonly ('kill' | 'stop')[];
  /** The chance of each fault of the platform. */
  faults: number;
  /** Posts a second that the platform takes; absent: any number. */
  perSecond?: number;
  /** What must not grow of the first replica, to which nothing happens then. */
  flat?: readonly (keyof Sizes)[];
}

/**
 * The most that one replica had in the first and in the last third of the time, and where one is spared, what that one had:
 * memory in MB, and open handles. Undefined where it told nothing.
 */
export type Sizes = Record<'memory' | 'handles', [first: number | undefined, last: number | undefined]>;

export interface ReplicasReport extends Sizes {
  deliveries: number;
  shown: number;
  kills: number;
  stops: number;
  restarts: number;
  faults: number;
  refused: number;
  lost: number;
  doubled: number;
  seconds: number;
  problems: string[];
}

export async function proveReplicas(options: ReplicasOptions): Promise<ReplicasReport> {
  const { url, replicas, leaseMs, every, strikes, perSecond, flat } = options;
  const limited = perSecond === undefined ? {} : { perSecond };
  const random = seeded(options.seed);
  let crew: ReplicaCrew | undefined;
  const platform = await startPlatform({
    random,
    answerMs: { least: 5, most: 60 },
    faults: options.faults,
    onShown: (count) => 'posts' in every && count % every.posts === 0 && crew?.strike(),
    ...limited,
  });
  const store = await openStore(url);
  const shiftMs = DUE + 1_000 - store.now();
  try {
    await prepareChannels(store, options.deliveries);
    crew = createCrew({
      ...{ url, replicas, leaseMs, strikes, shiftMs, random, ...limited },
      ...('ms' in every ? { everyMs: every.ms } : {}),
      port: platform.port,
      spared: flat === undefined ? 0 : 1,
    });
    const began = performance.now();
    const problem = await untilPosted(store, options.deliveries);
    if (problem !== undefined) crew.problems.push(problem);
    const seconds = (performance.now() - began) / 1_000;
    await crew.stop();
    return report(options, platform, crew, seconds);
  } finally {
    await store.close();
    await platform.close();
  }
}

function report(
  { deliveries, flat = [] }: ReplicasOptions,
  { shown, counts }: Platform,
  crew: ReplicaCrew,
  seconds: number,
): ReplicasReport {
  const lost = deliveries - shown.size;
  const doubled = [...shown.values()].filter(({ times }) => times > 1).length;
  const { problems } = crew;
  if (lost > 0) problems.push(`${lost} posts were never shown`);
  if (doubled > 0) problems.push(`${doubled} posts were shown twice`);
  const told = flat.length > 0 ? crew.told.filter(({ replica }) => replica === 0) : crew.told;
  const sizes: Sizes = { memory: mostOf(told, 'rss'), handles: mostOf(told, 'handles') };
  problems.push(...flat.flatMap((what) => growthOf(what, sizes[what])));
  return {
    deliveries,
    shown: shown.size,
    ...crew.counts,
    ...counts,
    lost,
    doubled,
    seconds,
    ...sizes,
    problems,
  };
}

/** What is wrong with the growth of one size. */
export function growthOf(what: string, [first, last]: Sizes[keyof Sizes]): string[] {
  if (first === undefined || last === undefined)
    return [`nothing told its ${what} in the ${first === undefined ? 'first' : 'last'} third of the time`];
  return last > first * MOST_GROWTH ? [`${what} grew from ${first} to ${last}`] : [];
}

function mostOf(told: ReplicaCrew['told'], what: 'rss' | 'handles'): Sizes[keyof Sizes] {
  const third = (told.at(-1)?.at ?? 0) / 3;
  const most = (some: typeof told) =>
    some.length === 0 ? undefined : Math.round(Math.max(...some.map((one) => one[what])));
  return [most(told.filter(({ at }) => at <= third)), most(told.filter(({ at }) => at >= 2 * third))];
}
