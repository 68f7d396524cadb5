/** Builds the messages of a post. Pure. */
import { sayGained } from '../archive/trending.ts';
import { cardOf } from '../card.ts';
import { hasThumbnails } from '../channels/channel.ts';
import { counted } from '../model/counted.ts';
import { sayMoment, withMoment } from '../model/day-format.ts';
import type { Action, Block, Card, Layout, Post } from '../model/message.ts';
import { withoutLikeWords } from '../query/like.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import type { Chosen } from './delivery.ts';
import { countsOf, headingOf, type PostInput, summaryOf, type WithPapers } from './post-text.ts';
import { saySilence } from './silence-text.ts';

/** Papers in one message: more go into a second part, so that no platform's limit cuts a paper off. */
const PER_PART: Record<Layout, number> = { cards: 10, compact: 20, titles: 20 };
type CardsBlock = Extract<Block, { kind: 'cards' }>;

/** Topics with a button of their own: more would be a wall of buttons. */
const MOST_BUTTONS = 3;
/** What stands in place of the sentence of a language model. */
const NOT_JUDGED = 'matched by words, not judged';
/** A longer label would be cut on some platform. */
const MOST_LABEL = 75;

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
  const perPart = given.isWhole ? Math.max(1, shown.length) : PER_PART[plan.layout ?? 'cards'];
  const count = Math.ceil(shown.length / perPart);
  return Array.from({ length: count }, (_, at): Post => {
    const isFirst = at === 0;
    const isLast = at === count - 1;
    const chosen = shown.slice(at * perPart, (at + 1) * perPart);
    return {
      key: isFirst ? key : `${key} #${at + 1}`,
      channel,
      summary: isFirst ? summaryOf(input, shown) : `${headingOf(input)} (part ${at + 1} of ${count})`,
      blocks: [
        ...(isFirst ? opening(input, shown) : []),
        ...grouped(chosen, input),
        // Elsewhere a button says so.
        ...(given.isWhole && rest > 0 ? [quiet(`And ${rest} more.`)] : []),
      ],
      actions: isLast ? [...moreAction(key, rest), ...unsubscribeActions(input)] : [],
    };
  });
}

/** The papers that a post left out, for its button. */
export function restOf(input: WithPapers): CardsBlock {
  return cardsBlock(input.plan.rest, input, onlyTopic(input));
}

/** @param known the topic that stands above the papers */
function cardsBlock(chosen: readonly Chosen[], input: WithPapers, known: string | undefined): CardsBlock {
  const { layout } = input.plan;
  const withoutThumbnail = !hasThumbnails(input.channel);
  const { day } = input.delivery;
  const ours = oursOf(input.channel);
  const cards = chosen.flatMap(({ id, topics, gained, told = [] }): Card[] => {
    const paper = input.papers.get(id);
    if (paper === undefined) return [];
    const followed = topics.flatMap((query) => {
      const tree = input.topics.get(query);
      const said = told.find(({ topic }) => topic === query);
      const judged = said === undefined ? {} : { judged: said.said ?? NOT_JUDGED };
      return tree ? [{ query: labelOf(query, input), tree, ...judged }] : [];
    });
    const titleOnly = layout !== undefined;
    const above = known && labelOf(known, input);
    const growth = gained && sayGained(gained, day);
    const summary = input.summaries?.get(id);
    return [
      cardOf(paper, { topics: followed, known: above, titleOnly, withoutThumbnail, growth, summary, ours }),
    ];
  });
  return { kind: 'cards', cards, ...(layout === undefined ? {} : { layout }) };
}

const namesRead = new WeakMap<readonly string[], Query[]>();

/** The teammates of a channel, each as the search for their papers: read once for all groups and parts of its posts. */
function oursOf({ ours }: PostInput['channel']): Query[] {
  if (ours === undefined) return [];
  const known = namesRead.get(ours);
  if (known !== undefined) return known;
  const queries = ours.flatMap((name) => {
    const parsed = parseQuery(`author:"${name.replaceAll('"', '')}"`);
    return parsed.ok ? [parsed.query] : [];
  });
  namesRead.set(ours, queries);
  return queries;
}

/** The topic that every paper of the post is of, as a reader knows without being told. */
function onlyTopic({ topics }: PostInput): string | undefined {
  return topics.size === 1 ? topics.keys().next().value : undefined;
}

function opening(input: WithPapers, shown: Chosen[]): Block[] {
  const notes = [...(input.plan.notes ?? []), ...notJudged(input.plan)].map(quiet);
  const blocks: Block[] = [
    { kind: 'heading', text: headingOf(input) },
    quiet(countsOf(input, shown)),
    ...notes,
  ];
  if (input.plan.lateMs === undefined) return blocks;
  const { slotAt } = input.delivery;
  const late = `Late: this post was due on ${sayMoment(slotAt, input.zone)}.`;
  return [...blocks, { kind: 'text', line: withMoment([{ text: late }], slotAt, input.zone), tone: 'quiet' }];
}

/** Says how many papers count by words alone, as the language model did not judge them in time, or there is none. */
function notJudged({ shown, rest }: WithPapers['plan']): string[] {
  const count = [...shown, ...rest].filter(({ told = [] }) =>
    told.some(({ said }) => said === undefined),
  ).length;
  if (count === 0) return [];
  return [
    `No language model has judged ${counted(count, 'paper')} here: ${count === 1 ? 'it is' : 'they are'} matched by words alone.`,
  ];
}

/** Under the topic that matched first, where several matched or it has a name; each paper once. */
function grouped(chosen: readonly Chosen[], input: WithPapers): Block[] {
  const groups = Map.groupBy(chosen, ({ topics }) => topics[0] ?? '');
  const [only] = groups.keys();
  const isNamed = only !== undefined && input.names.has(only);
  if (groups.size <= 1 && !isNamed) return [cardsBlock(chosen, input, onlyTopic(input))];
  return [...groups].flatMap(([topic, papers]): Block[] => [
    { kind: 'heading', text: labelOf(topic, input) },
    cardsBlock(papers, input, topic),
  ]);
}

function moreAction(post: string, rest: number): Action[] {
  return rest === 0 ? [] : [{ label: `Show ${rest} more`, act: { do: 'rest', post, from: 0 } }];
}

/** Unsubscribes the channel, as the answer says; it can be undone. */
function unsubscribeActions(input: PostInput): Action[] {
  const { topics } = input;
  if (topics.size > MOST_BUTTONS) return [];
  return [...topics.keys()]
    .map(
      (query): Action => ({
        label: `Unsubscribe here: ${labelOf(query, input)}`,
        act: { do: 'unsubscribe', query },
      }),
    )
    .filter(({ label }) => label.length <= MOST_LABEL);
}

function labelOf(query: string, { names }: Pick<PostInput, 'names'>): string {
  return names.get(query) ?? withoutLikeWords(query);
}

function quiet(text: string): Block {
  return { kind: 'text', line: [{ text }], tone: 'quiet' };
}
