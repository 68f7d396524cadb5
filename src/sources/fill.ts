/**
 * Fills the archive with a source's past, newest day first. Fetched days are remembered once they can no longer grow, so that
 * a fill continues where it stopped.
 */
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Day, Digest } from '../model/paper.ts';
import type { Clock, Shelf } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import { addDays, dayAt, daysBetween } from './days.ts';

export interface Filled {
  at: number;
  papers: number;
}

export interface FillProgress {
  day: Day;
  done: number;
  of: number;
  papers: number;
  /** Why this day could not be fetched. */
  problem?: string;
}

export interface Filler {
  /** Days of the span that were not fetched yet, newest first. */
  missing(source: Source, from: Day, to: Day): Promise<Day[]>;
  /** Fetches and keeps them. Continues after a day that fails, and gives up after several in a row. */
  fill(
    source: Source,
    days: readonly Day[],
    onDay: (progress: FillProgress) => void,
    signal?: AbortSignal,
  ): Promise<{ papers: number; failed: Day[] }>;
}

/** A day's list can grow for this long after the day has ended. */
const SETTLED_DAYS = 2;
/** After this many failures in a row the source counts as down. */
const MOST_FAILURES = 3;

export function createFiller(outside: {
  done: Shelf<Filled>;
  keep: (digest: Digest, source: string) => Promise<void>;
  clock: Clock;
}): Filler {
  const { done, keep, clock } = outside;
  const keyOf = (source: Source, day: Day) => `${source.name} ${day}`;
  return {
    async missing(source, from, to) {
      if (!source.past) return [];
      const first = from < source.past.since ? source.past.since : from;
      const last = min(to, dayAt(clock()));
      const days = daysBetween(first, last).reverse();
      const known = await done.getMany(days.map((day) => keyOf(source, day)));
      return days.filter((_, at) => known[at] === undefined);
    },
    async fill(source, days, onDay, signal) {
      const failed: Day[] = [];
      let row = 0;
      let papers = 0;
      let count = 0;
      for (const day of days) {
        if (signal?.aborted || row >= MOST_FAILURES) {
          failed.push(...days.slice(count));
          break;
        }
        count++;
        try {
          const digests = (await source.past?.fetch(day)) ?? [];
          for (const digest of digests) await keep(digest, source.name);
          const came = digests.reduce((sum, digest) => sum + digest.papers.length, 0);
          papers += came;
          row = 0;
          if (day <= addDays(dayAt(clock()), -SETTLED_DAYS)) {
            await done.set(keyOf(source, day), { at: clock(), papers: came });
          }
          onDay({ day, done: count, of: days.length, papers });
        } catch (error) {
          if (error instanceof PaperboyError && error.code === 'store') throw error;
          row++;
          failed.push(day);
          onDay({ day, done: count, of: days.length, papers, problem: messageOf(error) });
        }
      }
      return { papers, failed };
    },
  };
}

function min(a: Day, b: Day): Day {
  return a < b ? a : b;
}
