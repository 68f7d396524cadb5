/** Computes which arrivals a channel's posts have covered, and where its next post begins. */
import type { Channel } from '../channels/channel.ts';
import { Day } from '../model/paper.ts';
import type { Covered, Plan } from './delivery.ts';

/** No digest is dated further ahead than this. Milliseconds. */
const MOST_AHEAD_MS = 7 * 24 * 3_600_000;
/** A late addition to a digest is news for this many days. Papers of older digests, such as backfilled ones, count as seen. */
const LATE_ADDITION_DAYS = 3;

/**
 * Where the channel's last post left off. What is not `stored` of it, or damaged, is replaced by where the channel began.
 * @param head the newest arrival's number
 */
export function coveredBy(channel: Channel, stored: Covered | undefined, now: number, head: number): Covered {
  const lastDay = new Date(now + MOST_AHEAD_MS).toISOString().slice(0, 10);
  const isPlace = (seq: number | undefined): seq is number => seq !== undefined && seq >= 0 && seq <= head;
  const isPast = (day: Day | undefined): day is Day => Day.safeParse(day).success && (day ?? '') <= lastDay;
  const newest = [stored?.newest, channel.fromDay].find(isPast);
  const upTo = [stored?.upTo, channel.fromSeq].find(isPlace) ?? 0;
  return { upTo, ...(newest === undefined ? {} : { newest }) };
}

/** What a plan covers that looked at the arrivals up to `head`: nothing, when the next slot must look at them again. */
export function coverageOf(plan: Plan, head: number): { upTo?: number } {
  if (plan.kind === 'post') return { upTo: head };
  const again = ['merged', 'no-access', 'damaged'].includes(plan.silence.why);
  return again ? {} : { upTo: head };
}

/** Papers of digests before this day count as seen where `newest` is the newest one. */
export function oldestNews(newest: Day): Day {
  // Days have no zone, so the arithmetic of UTC is right for them.
  const oldest = Date.parse(newest) - LATE_ADDITION_DAYS * 24 * 3_600_000;
  return new Date(oldest).toISOString().slice(0, 10);
}

/** The newest day of a digest among the candidates and what was covered before. */
export function newestOf(candidates: readonly { day: Day }[], covered: Covered): Day | undefined {
  return candidates.reduce<Day | undefined>(
    (newest, { day }) => (newest === undefined || day > newest ? day : newest),
    covered.newest,
  );
}
