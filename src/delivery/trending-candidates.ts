/** Selects the candidates of a channel whose posts hold what is trending. */
import { setImmediate as breathe } from 'node:timers/promises';
import { shareTrending } from '../archive/shared-trending.ts';
import type { Trending } from '../archive/trending.ts';
import type { Channel, Subscription } from '../channels/channel.ts';
import { topicsOwner } from '../channels/copies.ts';
import type { Schedule } from '../channels/schedule.ts';
import { addDays, dayAt } from '../model/days.ts';
import { createQueriesOf } from './candidates.ts';
import type { DeliveryContext } from './context.ts';
import type { Candidate } from './plan.ts';

type Needs = Pick<DeliveryContext, 'archive' | 'match'>;

/** How many days back votes are compared, so that the papers of one post have gained theirs about since the one before. */
const DAYS_BACK: Record<Schedule['every'], number> = { day: 1, weekday: 1, week: 7, month: 30 };
/** Candidates of one post: far more than it shows, as most may have been posted before. */
const MOST = 500;
/** Papers read and matched at a time; in between, other work of the process runs. */
const BATCH = 100;

/**
 * Returns a function that reads what gained votes since about the last post, best first, each with the topics that it matches (of a
 * channel with topics only those that match one), and how many gained votes in all; undefined where nothing did, as where no source
 * counts votes.
 */
export function createTrendingCandidates({ archive, match }: Needs) {
  // Channels that are planned together share what was read.
  const since = shareTrending(archive.trending);

  /** These papers as candidates, each with the topics that it matches in the order of their numbers. */
  const withTopics = async (
    channel: Channel,
    topics: readonly Subscription[],
    some: readonly Trending[],
  ): Promise<Candidate[]> => {
    const papers = new Map((await archive.getMany(some.map(({ id }) => id))).map((one) => [one.id, one]));
    const matches =
      topics.length === 0 ? undefined : match([...papers.values()], topics).get(topicsOwner(channel));
    const queriesOf = createQueriesOf(topics);
    return some.flatMap(({ id, gained }): Candidate[] => {
      const paper = papers.get(id);
      if (paper === undefined) return [];
      return [{ paper, day: gained.since, topics: queriesOf(matches?.get(id) ?? []), relevance: 0, gained }];
    });
  };

  return async (
    channel: Channel,
    every: Schedule['every'],
    topics: readonly Subscription[],
    now: number,
  ): Promise<{ candidates: Candidate[]; total: number } | undefined> => {
    const today = dayAt(now);
    const all = await since(addDays(today, -DAYS_BACK[every]), now);
    if (all.length === 0) return undefined;
    const candidates: Candidate[] = [];
    for (let at = 0; at < all.length && candidates.length < MOST; at += BATCH) {
      const some = all.slice(at, at + BATCH);
      const found = await withTopics(channel, topics, some);
      candidates.push(...(topics.length === 0 ? found : found.filter((one) => one.topics.length > 0)));
      await breathe();
    }
    return { candidates, total: all.length };
  };
}
