/** Builds the messages of a post. Pure. */
import { cardOf } from '../card.ts';
import { sayMoment } from '../model/day-format.ts';
import type { Action, Block, Card, Post } from '../model/message.ts';
import type { Chosen } from './delivery.ts';
import { countLine, headingOf, type PostInput, summaryOf } from './post-text.ts';
import { saySilence } from './silence-text.ts';

/** Cards in one message: more go into a second part, so that no platform's limit cuts a paper off. */
export const CARDS_PER_PART = 10;

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
