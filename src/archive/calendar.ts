/** Stores each source's digest for a day, and lists the days that have papers. */
import { Day, type Digest, type Skipped } from '../model/paper.ts';
import type { Shelf } from '../model/ports.ts';
import type { Database } from '../store/database.ts';
import { isStrings } from './readable.ts';

/** A day's papers from one source, as kept: ids instead of papers. */
export interface KeptDigest {
  date: Day;
  source: string;
  byline?: string;
  papers: string[];
  skipped: Skipped[];
}

/** Whether a stored value is a digest as this version reads it. */
export function isKeptDigest(digest: KeptDigest): boolean {
  const {
    date,
    source,
    byline = '',
    papers,
    skipped,
  } = (digest ?? {}) as Partial<Record<keyof KeptDigest, unknown>>;
  return (
    Day.safeParse(date).success &&
    typeof source === 'string' &&
    typeof byline === 'string' &&
    isStrings(papers) &&
    Array.isArray(skipped)
  );
}

export interface Calendar {
  /** Keeps the digest with its papers' ids. An empty or shrunken answer deletes nothing: ids are only ever added. */
  keep(digest: Digest, source: string, papers: readonly string[]): Promise<void>;
  of(day: Day): Promise<KeptDigest[]>;
  /** Days that hold papers, newest first. */
  days(): Promise<Day[]>;
}

/** Raised when a day gets its first papers from a source. */
const REVISION = 'digests';

/**
 * The keys of each day are remembered, as answers ask for days all the time and years of them add up; the shelf is walked again
 * when a day came, whichever process brought it.
 */
export function openCalendar(shelf: Shelf<KeptDigest>, { transact, revision }: Database): Calendar {
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

  return {
    async keep(digest, source, papers) {
      const key = `${digest.date} ${source}`;
      const came: KeptDigest = {
        date: digest.date,
        source,
        ...(digest.byline === undefined ? {} : { byline: digest.byline }),
        papers: [...new Set(papers)],
        skipped: digest.skipped,
      };
      let hadPapers = false;
      const [kept = came] = await shelf.merge([{ key, value: came }], (before, value) => {
        hadPapers = (before?.papers.length ?? 0) > 0;
        return joinDigests(before, value);
      });
      if (!hadPapers && kept.papers.length > 0) await transact(({ changed }) => changed(REVISION));
    },
    async of(day) {
      const found = await shelf.getMany((await keysByDay()).get(day) ?? []);
      return found.filter((digest) => digest !== undefined);
    },
    days: async () => [...(await keysByDay()).keys()].sort().reverse(),
  };
}

function joinDigests(kept: KeptDigest | undefined, came: KeptDigest): KeptDigest {
  if (kept === undefined) return came;
  return { ...kept, ...came, papers: [...new Set([...came.papers, ...kept.papers])] };
}
