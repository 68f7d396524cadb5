/** Detects lists that repeat the one before them, and words the problem for people. */
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import type { Day, Paper } from '../model/paper.ts';

/** The part of a list's papers that makes it a repeat. */
const REPEATED = 0.8;
/** The part of a source's list that makes it the same list. */
const SAME = 0.9;
/** Repeats in lists shorter than this mean nothing. Papers. */
export const SHORTEST_LIST = 5;
/** How far apart two lists may be to be compared: weekends and holidays have none. Days. */
const DAYS_BACK = 4;

/** Whether at least 90% of a list's papers are among these ids; false for lists too short to tell. */
export function isSameList(papers: readonly Paper[], ids: readonly string[]): boolean {
  const before = new Set(ids);
  const repeated = papers.filter(({ id }) => before.has(id)).length;
  return papers.length >= SHORTEST_LIST && repeated >= papers.length * SAME;
}

/** What is read of the archive. */
export interface KeptDigests {
  /** Newest first. */
  days(): Promise<Day[]>;
  digestsOf(day: Day): Promise<{ source: string; papers: string[] }[]>;
}

/**
 * A sentence for people when at least 80% of a kept digest's papers were in the one before it; undefined otherwise.
 * @param source compares with what this source gave before; absent: with all
 */
export async function sayRepeat(
  archive: KeptDigests,
  day: Day,
  source?: string,
): Promise<string | undefined> {
  const before = (await archive.days()).find((other) => other < day);
  if (before === undefined || (Date.parse(day) - Date.parse(before)) / 86_400_000 > DAYS_BACK)
    return undefined;
  const own = await idsOf(archive, day, source);
  const earlier = await idsOf(archive, before, source);
  const repeated = [...own].filter((id) => earlier.has(id)).length;
  if (own.size < SHORTEST_LIST || repeated < own.size * REPEATED) return undefined;
  return `The digest for ${sayDay(day)} is stale: ${repeated} of its ${counted(own.size, 'paper')} were in the one for ${sayDay(before)}.`;
}

async function idsOf(archive: KeptDigests, day: Day, source?: string): Promise<Set<string>> {
  const kept = await archive.digestsOf(day);
  return new Set(
    kept.filter((one) => source === undefined || one.source === source).flatMap(({ papers }) => papers),
  );
}
