/** Reads the posts that arrived in a channel, with their papers. */
import { sayGained } from '../archive/trending.ts';
import type { Channel } from '../channels/channel.ts';
import type { Context } from '../commands/context.ts';
import { type Chosen, type Delivery, papersOf } from '../delivery/delivery.ts';
import { headingByDays } from '../delivery/post-text.ts';
import type { ListedPaper, ListedPost, Part } from '../model/catalog.ts';
import type { Paper } from '../model/paper.ts';

type Needs = Pick<Context, 'archive' | 'channels' | 'ledger'>;

/** Deliveries that are looked through: a year of daily posts. */
const LOOK_BACK = 400;
/** Papers of one post: a day of everything has hundreds. */
const MOST_PAPERS = 50;

/** Returns a function that reads a part of a channel's posts, newest first. */
export function createChannelPosts({ archive, channels, ledger }: Needs) {
  return async (channel: Channel, { from, limit }: Part): Promise<{ posts: ListedPost[]; more: boolean }> => {
    const history = await ledger.history(channel.id, LOOK_BACK);
    const posted = history.filter(({ state, plan }) => state === 'posted' && plan.kind === 'post');
    const page = posted.slice(from, from + limit);
    const ids = [...new Set(page.flatMap(({ plan }) => papersOf(plan).slice(0, MOST_PAPERS)))];
    const papers = new Map((await archive.getMany(ids)).map((paper) => [paper.id, paper]));
    const named = channels
      .topics(channel.id)
      .flatMap(({ query, name }) => (name ? [[query, name] as const] : []));
    const names = new Map(named);
    return {
      posts: page.map((delivery) => listedPost(delivery, papers, names)),
      more: posted.length > from + limit,
    };
  };
}

function listedPost(
  { plan, day, slotAt, updatedAt, newest }: Delivery,
  papers: ReadonlyMap<string, Paper>,
  names: ReadonlyMap<string, string>,
): ListedPost {
  const all = plan.kind === 'post' ? [...plan.shown, ...plan.rest] : [];
  const chosen = all.slice(0, MOST_PAPERS);
  return {
    day,
    at: slotAt,
    postedAt: updatedAt,
    left: all.length - chosen.length,
    heading: plan.kind === 'post' ? headingByDays(plan, newest ?? day) : '',
    papers: chosen.flatMap(({ id, topics, gained }: Chosen): ListedPaper[] => {
      const paper = papers.get(id);
      if (paper === undefined) return [];
      const growth = gained && sayGained(gained, day);
      return [
        {
          paper,
          topics: topics.map((query) => names.get(query) ?? query),
          ...(growth === undefined ? {} : { growth }),
        },
      ];
    }),
  };
}
