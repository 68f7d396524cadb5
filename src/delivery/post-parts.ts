/** Builds the messages of a post. Pure. */
import { cardOf } from '../card.ts';
import { sayMoment } from '../model/day-format.ts';
import type { Action, Block, Card, Post } from '../model/message.ts';
import type { Chosen } from './delivery.ts';
import { countsOf, headingOf, type PostInput, summaryOf, type WithPapers } from './post-text.ts';
import { saySilence } from './silence-text.ts';

/** Cards in one message: more go into a second part, so that no platform's limit cuts a paper off. */
const CARDS_PER_PART = 10;
/** Topics with a button of their own: more would be a wall of buttons. */
const MOST_MUTES = 3;

/**
 * The parts of a post, in order. The same input gives the same parts, so that a post can go on at the part that failed.
 * Papers that the archive no longer has are left out; a silence is one line.
 */
export function toPosts(given: PostInput): Post[] {
  const { delivery, plan } = given;
  const { key, channel } = delivery;
  if (plan.kind === 'silence') {
    const summary = `Nothing today: ${saySilence(plan.silence, given.zone)}`;
    return [{ key, channel, summary, blocks: [quiet(summary)], actions: [] }];
  }
  const input = { ...given, plan };
  const rest = plan.rest.length;
  const shown = plan.shown.filter(({ id }) => input.papers.has(id));
  const count = Math.ceil(shown.length / CARDS_PER_PART);
  return Array.from({ length: count }, (_, at): Post => {
    const isFirst = at === 0;
    const isLast = at === count - 1;
    const chosen = shown.slice(at * CARDS_PER_PART, (at + 1) * CARDS_PER_PART);
    return {
      key: isFirst ? key : `${key} #${at + 1}`,
      channel,
      summary: isFirst ? summaryOf(input, shown) : `${headingOf(input)} (part ${at + 1} of ${count})`,
      blocks: [
        ...(isFirst ? opening(input, shown) : []),
        ...grouped(chosen, input),
        ...(isLast && rest > 0 ? [quiet(`And ${rest} more.`)] : []),
      ],
      actions: isLast ? [...moreAction(key, rest), ...muteActions(input)] : [],
    };
  });
}

/** The cards of chosen papers, for a post, a preview or the rest behind a button. */
export function cardsOf(chosen: readonly Chosen[], input: PostInput): Card[] {
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

function opening(input: WithPapers, shown: Chosen[]): Block[] {
  const blocks: Block[] = [{ kind: 'heading', text: headingOf(input) }, quiet(countsOf(input, shown))];
  if (input.plan.lateMs === undefined) return blocks;
  const due = sayMoment(input.delivery.slotAt, input.zone);
  return [...blocks, quiet(`Late: this post was due on ${due}.`)];
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

function moreAction(post: string, rest: number): Action[] {
  return rest === 0 ? [] : [{ label: `Show ${rest} more`, act: { do: 'rest', post, from: 0 } }];
}

function muteActions({ topics }: PostInput): Action[] {
  if (topics.size > MOST_MUTES) return [];
  return [...topics.keys()]
    .filter((query) => query.length <= 60)
    .map((query) => ({ label: `Mute ${query} here`, act: { do: 'unsubscribe', query } }));
}

function quiet(text: string): Block {
  return { kind: 'text', line: [{ text }], tone: 'quiet' };
}
