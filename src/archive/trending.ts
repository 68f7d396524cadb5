/** Ranks papers by the votes that they gained in a period. Pure. */
import type { PaperId } from '../model/channel-id.ts';
import { sayDay } from '../model/day-format.ts';
import { addDays } from '../model/days.ts';
import type { Day } from '../model/paper.ts';
import type { VoteCount } from './vote-counts.ts';

/** A paper whose votes are known. */
export interface Voted {
  id: PaperId;
  votes: number;
  /** The day of the first digest of the period that it came in; absent where it came in none. */
  came?: Day;
  /** Its last count before the period, else the first one within; absent where it was never counted. */
  before?: VoteCount;
}

/** How many votes a paper gained, and since which day. */
export interface Gained {
  votes: number;
  since: Day;
}

export interface Trending {
  id: PaperId;
  gained: Gained;
}

/** All votes count for this much of those that were gained. */
const ALL_VOTES = 0.1;

/**
 * Best first: `score = gained + votes / 10`, where `gained` are the votes since the last count before the period. All votes of a
 * paper that came in the period and was not counted before are gained. So growth decides, and of papers that grew alike the one with
 * more votes is first. A paper that gained none is left out. Of equal ones, the newest are first.
 * @param from the first day of the period
 */
export function rankTrending(papers: readonly Voted[], from: Day): Trending[] {
  const ranked = papers.map(({ id, ...paper }) => {
    const gained = gainOf(paper, from);
    return { id, gained, score: gained.votes + paper.votes * ALL_VOTES };
  });
  return ranked
    .filter(({ gained }) => gained.votes > 0)
    .sort((a, b) => b.score - a.score || compare(b.gained.since, a.gained.since) || compare(a.id, b.id))
    .map(({ id, gained }) => ({ id, gained }));
}

/** `+41 since yesterday`, as of a day. */
export function sayGained({ votes, since }: Gained, today: Day): string {
  const when =
    since >= today ? 'today' : since === addDays(today, -1) ? 'since yesterday' : `since ${sayDay(since)}`;
  return `+${votes.toLocaleString('en')} ${when}`;
}

function gainOf({ votes, came, before }: Omit<Voted, 'id'>, from: Day): Gained {
  const wasCounted = before !== undefined && before.day < from;
  if (came !== undefined && !wasCounted) return { votes, since: came };
  return { votes: votes - (before?.votes ?? votes), since: before?.day ?? from };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
