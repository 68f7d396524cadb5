/** Selects the candidates of a channel whose posts hold what is trending. */
import { shareTrending } from '../archive/shared-trending.ts';
import type { Channel, Subscription } from '../channels/channel.ts';
import { topicsOwner } from '../channels/copies.ts';
import type { Schedule } from '../channels/schedule.ts';
import { addDays, dayAt } from '../model/days.ts';
import type { DeliveryContext } from './context.ts';
import type { Candidate } from './plan.ts';

type Needs = Pick<DeliveryContext, 'archive' | 'match'>;

/** How many days back votes are compared, so that the papers of one post have gained theirs about since the one before. */
const DAYS_BACK: Record<Schedule['every'], number> = { day: 1, weekday: 1, week: 7, month: 30 };
/** Candidates of one post: far more than it shows, as most may have been posted before. */
const MOST = 500;

/**
 * Returns a function that reads what gained votes since about the last post, best first, each with the topics that it matches,
 * and how many did in all; undefined where nothing did, as where no source counts votes.
 */
export function createTrendingCandidates({ archive, match }: Needs) {
  // Channels that are planned together share what was read.
  const since = shareTrending(archive.trending);

  return async (
    channel: Channel,
    every: Schedule['every'],
    topics: readonly Subscription[],
    now: number,
  ): Promise<{ candidates: Candidate[]; total: number } | undefined> => {
    const today = dayAt(now);
    const all = await since(addDays(today, -DAYS_BACK[every]), now);
    if (all.length === 0) return undefined;
    const list = all.slice(0, MOST);
    const papers = new Map((await archive.getMany(list.map(({ id }) => id))).map((one) => [one.id, one]));
    const matches =
      topics.length === 0 ? undefined : match([...papers.values()], topics).get(topicsOwner(channel));
    const order = new Map(topics.map(({ meaning }, at) => [meaning, at]));
    const candidates = list.flatMap(({ id, gained }): Candidate[] => {
      const paper = papers.get(id);
      if (paper === undefined) return [];
      const hits = (matches?.get(id) ?? []).toSorted(
        (a, b) => (order.get(a.meaning) ?? 0) - (order.get(b.meaning) ?? 0),
      );
      const queries = hits.map(({ query }) => query);
      return [{ paper, day: gained.since, topics: queries, relevance: 0, gained }];
    });
    return { candidates, total: all.length };
  };
}
