/** Words the heading, the counts and the summary of a post. */
import type { Channel } from '../channels/channel.ts';
import type { Order } from '../channels/order.ts';
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import type { Day, Paper } from '../model/paper.ts';
import { withoutLikeWords } from '../query/like.ts';
import type { Query } from '../query/tree.ts';
import type { Chosen, Delivery, Plan } from './delivery.ts';

export interface PostInput {
  delivery: Pick<Delivery, 'key' | 'channel' | 'day' | 'slotAt' | 'newest'>;
  plan: Plan;
  channel: Channel;
  zone: string;
  papers: ReadonlyMap<string, Paper>;
  /** The trees of the channel's topics, by the query as written. */
  topics: ReadonlyMap<string, Query>;
  /** What people call topics instead of by their query. */
  names: ReadonlyMap<string, string>;
  /** Sentences by a language model that sum papers up, where there are any. */
  summaries?: ReadonlyMap<string, string>;
  /** All papers are in one message, which has no buttons. */
  isWhole?: boolean;
}

/** The input of a post with papers, as opposed to a silence. */
export type WithPapers = PostInput & { plan: { kind: 'post' } };

export function headingOf({ delivery, channel, plan }: WithPapers): string {
  const { schedule } = channel;
  const papers = plan.trending ? 'Trending papers' : 'Papers';
  const day = sayDay(delivery.newest ?? delivery.day);
  // Several posts a week are no roll-ups of a week.
  if (schedule?.every === 'week' && schedule.on.length === 1) return `${papers} for the week ending ${day}`;
  if (schedule?.every === 'month') return `${papers} for the month ending ${day}`;
  return headingByDays(plan, delivery.newest ?? delivery.day);
}

/** Names the days that a post holds, whatever the channel's schedule is by now. */
export function headingByDays({ trending, days = [] }: WithPapers['plan'], newest: Day): string {
  const [first, ...later] = days;
  const last = later.at(-1);
  if (first === undefined || last === undefined)
    return `${trending ? 'Trending papers' : 'Papers'} for ${sayDay(newest)}`;
  return `Papers for ${sayDay(first)} ${later.length === 1 ? 'and' : 'to'} ${sayDay(last)}`;
}

const ORDERS: Record<Order, string> = {
  votes: ', sorted by votes',
  relevance: ', sorted by relevance',
  date: ', newest first',
};

/** How many papers there are, and in which order. */
export function countsOf({ plan, topics, names }: WithPapers, shown: Chosen[]): string {
  if (plan.trending) return trendingCounts(plan, shown.length, topics.size > 0);
  const { below = 0 } = plan;
  const posted = plan.shown.length + plan.rest.length;
  const order = plan.order ? ORDERS[plan.order] : '';
  if (topics.size > 0) {
    const matched = posted + below;
    const match = matched === 1 ? 'matches' : 'match';
    const papers = counted(plan.of, 'new paper');
    const [only, ...others] = topics.keys();
    // The papers of a single topic do not say which it is.
    const what =
      only === undefined || others.length > 0
        ? 'the topics followed here'
        : `the topic ${names.get(only) ?? withoutLikeWords(only)}`;
    return `${matched} of ${papers} ${match} ${what}${order}.${sayUnranked(plan)}${sayBelow(below, 'of them')}`;
  }
  const some = posted > shown.length ? `${shown.length} of ` : '';
  return `${some}${counted(posted, 'paper')}${order}.${sayBelow(below, 'more')}`;
}

/** That papers have no place by relevance, as a sentence behind another. */
function sayUnranked({ shown, rest }: WithPapers['plan']): string {
  const count = [...shown, ...rest].filter(({ isUnranked }) => isUnranked).length;
  if (count === 0) return '';
  return ` ${counted(count, 'paper')} ${count === 1 ? 'was' : 'were'} not ranked, because the topics here are too broad.`;
}

/** That papers were left out, as a sentence behind another. */
function sayBelow(below: number, which: string): string {
  if (below === 0) return '';
  return ` ${below} ${which} ${below === 1 ? 'suits' : 'suit'} this channel too little and ${below === 1 ? 'is' : 'are'} left out.`;
}

function trendingCounts({ of }: Pick<WithPapers['plan'], 'of'>, shown: number, isByTopic: boolean): string {
  const gained = `${counted(of, 'paper')} that gained votes`;
  const top = counted(shown, 'paper');
  return isByTopic
    ? `The top ${top} on the topics followed here, of ${gained}.`
    : `The top ${top} of ${gained}.`;
}

export function summaryOf(input: WithPapers, shown: Chosen[]): string {
  const titles = shown.slice(0, 3).flatMap(({ id }) => input.papers.get(id)?.title ?? []);
  const more = shown.length + input.plan.rest.length - titles.length;
  return `${headingOf(input)}: ${titles.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
