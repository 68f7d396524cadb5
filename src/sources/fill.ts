/**
 * Fills the archive with a source's past, newest day first. Fetched days are remembered once they can no longer grow, so that
 * a fill continues where it stopped.
 */

import { addDays, dayAt, daysBetween, laterOf } from '../model/days.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Day, Digest } from '../model/paper.ts';
import type { Clock, Shelf } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';

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

export type Filler = ReturnType<typeof createFiller>;

/** A day's list can grow for this long after the day has ended. */
const SETTLED_DAYS = 2;
/** After this many failures in a row the source counts as down. */
const MOST_FAILURES = 3;

export function createFiller(outside: {
  done: Shelf<Filled>;
  keep: (digest: Digest, source: string) => Promise<void>;
  clock: Clock;
}) {
  const { done, keep, clock } = outside;
  const keyOf = (source: Source, day: Day) => `${source.name} ${day}`;
  return {
    /** Days of the span that were not fetched yet, newest first. */
    async missing(source: Source, from: Day, to: Day): Promise<Day[]> {
      if (!source.past) return [];
      const today = dayAt(clock());
      const days = daysBetween(laterOf(from, source.past.since), to < today ? to : today).reverse();
      const known = await done.getMany(days.map((day) => keyOf(source, day)));
      return days.filter((_, at) => known[at] === undefined);
    },
    /** Fetches and keeps them. Continues after a day that fails, and gives up after several in a row. */
    async fill(source: Source, days: Day[], onDay: (progress: FillProgress) => void, signal?: AbortSignal) {
      const failed: Day[] = [];
      let row = 0;
      let papers = 0;
      for (const [at, day] of days.entries()) {
        if (signal?.aborted || row >= MOST_FAILURES) {
          failed.push(...days.slice(at));
          break;
        }
        const place = { day, done: at + 1, of: days.length };
        try {
          const digests = (await source.past?.fetch(day)) ?? [];
          for (const digest of digests) await keep(digest, source.name);
          const came = digests.reduce((sum, digest) => sum + digest.papers.length, 0);
          papers += came;
          row = 0;
          if (day <= addDays(dayAt(clock()), -SETTLED_DAYS)) {
            await done.set(keyOf(source, day), { at: clock(), papers: came });
          }
          onDay({ ...place, papers });
        } catch (error) {
          if (error instanceof PaperboyError && error.code === 'store') throw error;
          row++;
          failed.push(day);
          onDay({ ...place, papers, problem: messageOf(error) });
        }
      }
      return { papers, failed };
    },
  };
}
