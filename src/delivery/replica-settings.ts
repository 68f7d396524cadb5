/** Compares the settings that decide when channels get posts with those of the other running processes on the store. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Defaults } from '../channels/channel.ts';
import { withDeadline } from '../model/deadline.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log, Shelf } from '../model/ports.ts';

/** A process writes its settings once a minute; one that did not for so long has ended. Milliseconds. */
const ALIVE_MS = 150_000;
/** A stop waits this long for the store; what stays there counts as alive for a while. Milliseconds. */
const LEAVE_MS = 1_000;

const Stored = z.object({ postAt: z.string(), timezone: z.string(), seenAt: z.number() });
export type StoredSettings = z.infer<typeof Stored>;

const NAMES = { TIMEZONE: 'timezone', POST_AT: 'postAt' } as const;

interface ReplicaSettingsContext {
  shelf: Shelf<StoredSettings>;
  defaults: Defaults;
  /** The time that all processes on the store share. */
  clock: Clock;
  /** Told once when settings differ, and once when they no longer do. */
  log: Log;
}

export function createReplicaSettings({ shelf, defaults, clock, log }: ReplicaSettingsContext) {
  const { postAt, timezone } = defaults;
  const id = randomUUID();
  let problem: string | undefined;
  let running: Promise<void> | undefined;
  let hasLeft = false;

  /** The others that are running; what others left behind is deleted. */
  const readOthers = async (now: number): Promise<StoredSettings[]> => {
    const others: StoredSettings[] = [];
    for await (const [key, value] of shelf.entries()) {
      if (key === id) continue;
      const alive = readAlive(value, now);
      if (alive) others.push(alive);
      else await shelf.deleteUnchanged(key, value);
    }
    return others;
  };
  const tell = (found: string | undefined) => {
    if (found === problem) return;
    if (found === undefined) log.info('all running processes have the same settings again');
    else log.warn('running processes have different settings', { reason: found });
    problem = found;
  };
  const work = async () => {
    const now = clock();
    await shelf.set(id, { postAt, timezone, seenAt: now });
    tell(sayDifferences(defaults, await readOthers(now)));
  };

  return {
    /** To be called at the start and once a minute. Never rejects: a store that is away says so elsewhere. */
    compare(): Promise<void> {
      if (hasLeft) return Promise.resolve();
      running ??= work()
        .catch((error) => log.debug('settings could not be compared', { reason: messageOf(error) }))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    /** How the settings differed when they were last compared, as sentences; undefined when they did not. */
    problem: () => problem,
    /** Takes this process's settings from the store, as it ends. Never rejects. */
    async leave(): Promise<void> {
      hasLeft = true;
      const left = Promise.resolve(running)
        .then(() => shelf.delete(id))
        .catch((error) => log.debug('settings could not be removed', { reason: messageOf(error) }));
      await withDeadline(left, LEAVE_MS, () => {});
    },
  };
}

/** How many processes run on the store, as far as they said so lately. Changes nothing. */
export async function countRunning(shelf: Shelf<StoredSettings>, now: number): Promise<number> {
  let count = 0;
  for await (const [, value] of shelf.entries()) if (readAlive(value, now)) count++;
  return count;
}

/** The settings of a process that is alive; undefined for what one left behind. */
function readAlive(value: unknown, now: number): StoredSettings | undefined {
  const { data } = Stored.safeParse(value);
  return data !== undefined && Math.abs(now - data.seenAt) <= ALIVE_MS ? data : undefined;
}

function sayDifferences(own: Defaults, others: readonly StoredSettings[]): string | undefined {
  const differences = Object.entries(NAMES).flatMap(([name, field]) => {
    const values = new Set(others.map((other) => other[field]).filter((value) => value !== own[field]));
    return values.size === 0
      ? []
      : `${name} is ${own[field]} here and ${[...values].sort().join(', ')} there`;
  });
  if (differences.length === 0) return undefined;
  return `Another process runs on this store with other settings: ${differences.join('; ')}. Set the same everywhere, or when channels without a schedule of their own get posts depends on which process plans them.`;
}
