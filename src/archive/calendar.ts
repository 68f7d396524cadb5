/** Stores each source's digest for a day, and lists the days that have papers. */
import { z } from 'zod';
import { Day, type Digest } from '../model/paper.ts';
import type { Shelf } from '../model/ports.ts';
import type { Database } from '../store/database.ts';

/** A day's papers from one source, as kept: ids instead of papers. */
export interface KeptDigest extends Omit<Digest, 'papers'> {
  source: string;
  papers: string[];
}

const Stored = z.object({
  date: Day,
  source: z.string(),
  byline: z.string().optional(),
  note: z.string().optional(),
  papers: z.array(z.string()),
  skipped: z.array(z.unknown()),
});

/** Whether a stored value is a digest as this version reads it. */
export function isKeptDigest(digest: KeptDigest): boolean {
  return Stored.safeParse(digest).success;
}

/** Raised when a day gets its first papers from a source. */
const REVISION = 'digests';

/**
 * The keys of each day are remembered, as answers ask for days all the time and years of them add up; the shelf is walked again
 * when a day came, whichever process brought it.
 */
export function openCalendar(shelf: Shelf<KeptDigest>, { transact, revision }: Database) {
  let known: { revision: number; keys: Map<Day, string[]> } | undefined;

  const keysByDay = async (): Promise<Map<Day, string[]>> => {
    const current = await revision(REVISION);
    if (known?.revision === current) return known.keys;
    const keys = new Map<Day, string[]>();
    for await (const [key, { date, papers }] of shelf.entries()) {
      if (papers.length > 0) keys.set(date, [...(keys.get(date) ?? []), key]);
    }
    known = { revision: current, keys };
    return keys;
  };

  const keptOn = async (days: Iterable<Day>): Promise<KeptDigest[]> => {
    const byDay = await keysByDay();
    const keys = [...days].flatMap((day) => byDay.get(day) ?? []);
    return (await shelf.getMany(keys)).filter((digest) => digest !== undefined);
  };

  return {
    /** Keeps the digest with its papers' ids. An empty or shrunken answer deletes nothing: ids are only ever added. */
    async keep(
      { date, byline, note, skipped }: Digest,
      source: string,
      papers: readonly string[],
    ): Promise<void> {
      const came: KeptDigest = {
        date,
        source,
        ...(byline === undefined ? {} : { byline }),
        ...(note === undefined ? {} : { note }),
        papers: [...new Set(papers)],
        skipped,
      };
      const key = `${date} ${source}`;
      let had = 0;
      const [kept = came] = await shelf.merge([{ key, value: came }], (before, value) => {
        had = before?.papers.length ?? 0;
        return { ...before, ...value, papers: [...new Set([...value.papers, ...(before?.papers ?? [])])] };
      });
      if (kept.papers.length === 0) return;
      // A process that ended right before it told of a day leaves it to the next one that brings the same.
      const isTold = had > 0 && (await keysByDay()).get(date)?.includes(key);
      if (!isTold) await transact(({ changed }) => changed(REVISION));
    },
    of: (day: Day) => keptOn([day]),
    /** What readers should know of the digests of these days: by day, the sentences of those that have any. */
    async notes(days: Iterable<Day>): Promise<Map<Day, string[]>> {
      const byDay = Map.groupBy(await keptOn(days), ({ date }) => date);
      return new Map([...byDay].map(([day, some]) => [day, some.flatMap(({ note }) => note ?? [])]));
    },
    /** Days that hold papers, newest first. */
    days: async (): Promise<Day[]> => [...(await keysByDay()).keys()].sort().reverse(),
  };
}
