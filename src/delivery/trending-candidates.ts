/** Selects the candidates of channels whose posts hold what is trending, for all that are planned together. */
import type { Gained, Trending } from '../archive/trending.ts';
import type { Subscription } from '../channels/channel.ts';
import type { Schedule } from '../channels/schedule.ts';
import { addDays, dayAt } from '../model/days.ts';
import type { Day } from '../model/paper.ts';
import type { DeliveryContext } from './context.ts';
import type { Candidate } from './plan.ts';
import type { RoundPapers } from './round-papers.ts';
import { type SharedCandidates, shareCandidates } from './shared-candidates.ts';

type Needs = Pick<DeliveryContext, 'archive'>;

/** How many days back votes are compared, so that the papers of one post have gained theirs about since the one before. */
const DAYS_BACK: Record<Schedule['every'], number> = { day: 1, weekday: 1, week: 7, month: 30 };
/** Candidates of one post: far more than it shows, as most may have been posted before. */
const MOST = 500;

/**
 * Returns a function that reads what gained votes since about the last post, best first, each with the topics that it matches (of a
 * channel with topics only those that match one), and how many gained votes in all; undefined where nothing did, as where no source
 * counts votes.
 */
export function createTrendingCandidates({ archive }: Needs, papers: RoundPapers, now: number) {
  const made = new Map<string, Promise<SharedCandidates>>();
  /** The first of those that gained votes from a day on, made once for all channels. */
  const candidatesFrom = (from: Day, trending: readonly Trending[], most: number) => {
    const key = `${from} ${most}`;
    const candidates = made.get(key) ?? read(trending.slice(0, most));
    made.set(key, candidates);
    return candidates;
  };
  const read = async (trending: readonly Trending[]): Promise<SharedCandidates> => {
    const gained = new Map(trending.map((one) => [one.id, one.gained]));
    const candidates = (await papers.read([...gained.keys()])).map((paper): Candidate => {
      const own = gained.get(paper.id) as Gained;
      return { paper, day: own.since, topics: [], relevance: 0, gained: own };
    });
    return shareCandidates(candidates, papers);
  };

  return async (
    every: Schedule['every'],
    topics: readonly Subscription[],
  ): Promise<{ candidates: readonly Candidate[]; total: number } | undefined> => {
    const from = addDays(dayAt(now), -DAYS_BACK[every]);
    const trending = await archive.trending(from);
    const total = trending.length;
    if (total === 0) return undefined;
    if (topics.length === 0) return { candidates: (await candidatesFrom(from, trending, MOST)).all, total };
    const matching = (await candidatesFrom(from, trending, total)).matching(topics);
    return { candidates: matching.length > MOST ? matching.slice(0, MOST) : matching, total };
  };
}
