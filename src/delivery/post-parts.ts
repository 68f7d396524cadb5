/** Builds the messages of a post. Pure. */
import { cardOf } from '../card.ts';
import type { Channel } from '../channels/channel.ts';
import { sayDay, sayMoment } from '../model/day-format.ts';
import type { Action, Block, Card, Line, Post } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import type { Query } from '../query/tree.ts';
import type { Chosen, Delivery, Plan, ShownOrder } from './delivery.ts';
import { saySilence } from './silence-text.ts';

/** Cards in one message: more go into a second part, so that no platform's limit cuts a paper off. */
export const CARDS_PER_PART = 10;

export interface PostInput {
  delivery: Pick<Delivery, 'key' | 'channel' | 'day' | 'slotAt' | 'newest'>;
  plan: Plan;
  channel: Channel;
  zone: string;
  papers: ReadonlyMap<string, Paper>;
  /** The trees of the channel's topics, by the query as written. */
  topics: ReadonlyMap<string, Query>;
}

/**
 * The parts of a post, in order. The same input gives the same parts, so that a post can go on at the part that failed.
 * Papers that the archive no longer has are left out; a silence is one line.
 */
export function toPosts(input: PostInput): Post[] {
  const { delivery, plan } = input;
  if (plan.kind === 'silence') return [quietPost(input, saySilence(plan.silence, input.zone))];
  const shown = plan.shown.filter(({ id }) => input.papers.has(id));
  const parts = chunk(shown, CARDS_PER_PART);
  return parts.map((chosen, at): Post => {
    const first = at === 0;
    const last = at === parts.length - 1;
    return {
      key: first ? delivery.key : `${delivery.key} #${at + 1}`,
      channel: delivery.channel,
      summary: first ? summaryOf(input, shown) : `${headingOf(input)} (part ${at + 1} of ${parts.length})`,
      blocks: [
        ...(first ? opening(input, shown) : []),
        ...grouped(chosen, input),
        ...(last ? closing(plan.rest.length) : []),
      ],
      actions: last ? [...moreAction(input), ...muteActions(input)] : [],
    };
  });
}

/** The cards of chosen papers, for a post, a preview or the rest behind a button. */
export function cardsOf(
  chosen: readonly Chosen[],
  input: Pick<PostInput, 'papers' | 'topics' | 'channel'>,
): Card[] {
  return chosen.flatMap(({ id, topics }) => {
    const paper = input.papers.get(id);
    if (paper === undefined) return [];
    const followed = topics.flatMap((query) => {
      const tree = input.topics.get(query);
      return tree ? [{ query, tree }] : [];
    });
    return [cardOf(paper, { topics: followed, titleOnly: !input.channel.abstracts })];
  });
}

function quietPost({ delivery }: PostInput, reason: string): Post {
  const summary = `Nothing today: ${reason}`;
  return {
    key: delivery.key,
    channel: delivery.channel,
    summary,
    blocks: [{ kind: 'text', line: [{ text: summary }], tone: 'quiet' }],
    actions: [],
  };
}

function opening(input: PostInput, shown: Chosen[]): Block[] {
  const { plan, delivery } = input;
  if (plan.kind !== 'post') return [];
  const blocks: Block[] = [
    { kind: 'heading', text: headingOf(input) },
    { kind: 'text', line: countLine(input, shown), tone: 'quiet' },
  ];
  if (plan.lateMs !== undefined) {
    const due = sayMoment(delivery.slotAt, input.zone);
    blocks.push({ kind: 'text', line: [{ text: `Late: this post was due on ${due}.` }], tone: 'quiet' });
  }
  return blocks;
}

function headingOf({ delivery, channel, plan }: PostInput): string {
  const { schedule } = channel;
  const day = sayDay(delivery.newest ?? delivery.day);
  // Several posts a week are no roll-ups of a week.
  if (schedule?.every === 'week' && schedule.on.length === 1) return `Papers for the week ending ${day}`;
  if (schedule?.every === 'month') return `Papers for the month ending ${day}`;
  const [first, ...later] = (plan.kind === 'post' && plan.days) || [];
  const last = later.at(-1);
  if (first === undefined || last === undefined) return `Papers for ${day}`;
  return `Papers for ${sayDay(first)} ${later.length === 1 ? 'and' : 'to'} ${sayDay(last)}`;
}

const ORDERS: Record<ShownOrder, string> = {
  votes: ', sorted by votes',
  relevance: ', sorted by relevance',
  date: ', newest first',
};

function countLine({ plan, topics }: PostInput, shown: Chosen[]): Line {
  if (plan.kind !== 'post') return [];
  const matched = plan.shown.length + plan.rest.length;
  const order = plan.order ? ORDERS[plan.order] : '';
  if (topics.size > 0) {
    const match = matched === 1 ? 'matches' : 'match';
    const papers = plan.of === 1 ? 'paper' : 'papers';
    return [{ text: `${matched} of ${plan.of} new ${papers} ${match} the topics followed here${order}.` }];
  }
  const total = matched > shown.length ? `${shown.length} of ${matched}` : `${matched}`;
  return [{ text: `${total} ${matched === 1 ? 'paper' : 'papers'}${order}.` }];
}

function summaryOf(input: PostInput, shown: Chosen[]): string {
  const titles = shown.slice(0, 3).flatMap(({ id }) => input.papers.get(id)?.title ?? []);
  const more = shown.length + (input.plan.kind === 'post' ? input.plan.rest.length : 0) - titles.length;
  return `${headingOf(input)}: ${titles.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** Under the topic that matched first, where several matched; each paper once. */
function grouped(chosen: readonly Chosen[], input: PostInput): Block[] {
  const groups = Map.groupBy(chosen, ({ topics }) => topics[0] ?? '');
  if (groups.size <= 1) return [{ kind: 'cards', cards: cardsOf(chosen, input) }];
  return [...groups].flatMap(([topic, papers]): Block[] => [
    { kind: 'heading', text: topic },
    { kind: 'cards', cards: cardsOf(papers, input) },
  ]);
}

function moreAction({ plan, delivery }: PostInput): Action[] {
  if (plan.kind !== 'post' || plan.rest.length === 0) return [];
  return [{ label: `Show ${plan.rest.length} more`, act: { do: 'rest', post: delivery.key, from: 0 } }];
}

/** Topics with a button of their own: more would be a wall of buttons. */
const MOST_MUTES = 3;

function muteActions({ topics }: PostInput): Action[] {
  if (topics.size > MOST_MUTES) return [];
  return [...topics.keys()]
    .filter((query) => query.length <= 60)
    .map((query) => ({ label: `Mute ${query} here`, act: { do: 'unsubscribe', query } }));
}

function closing(rest: number): Block[] {
  if (rest === 0) return [];
  return [{ kind: 'text', line: [{ text: `And ${rest} more.` }], tone: 'quiet' }];
}

function chunk<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}
