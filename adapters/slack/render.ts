/** Renders a message as blocks within Slack's limits, with a one-line summary. */
import type { KnownBlock } from '@slack/types';
import { greatest } from '../../src/chat/greatest.ts';
import { partsOf } from '../../src/chat/json.ts';
import type { LongActions } from '../../src/chat/stored-actions.ts';
import { type Action, type Card, type Message, plain } from '../../src/model/message.ts';
import { toContext, toPlainBlocks } from './blocks.ts';
import { type Buttons, createButtons } from './buttons.ts';
import { type Detail, toCard, toLines } from './cards.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { toParagraphs } from './markup.ts';
import { escapeMarkup, isVisible, withoutControls } from './text.ts';

export interface Rendered {
  blocks: KnownBlock[];
  /** For notifications and screen readers; escaped, since Slack reads it as markup. */
  text: string;
  /** Actions too long for a button: to be stored before the message is shown. */
  long: LongActions;
}

/** Links in messages show no previews: papers are described already. */
export const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false };

/** Excerpts get as much as fits, up to this: whole abstracts are shorter. Characters. */
const LONGEST_EXCERPT = 10_000;
/** With less of each than this, papers stand in a line each. */
const SHORTEST_EXCERPT = 120;
/** Space for the line that says how many more there are. */
const CLOSING = 200;

/**
 * Excerpts shrink evenly until all cards fit, and pictures go first; when cards are still too much, each paper is one line.
 * @param mostBlocks for views, which hold other numbers than messages
 */
export function toBlocks(message: Message, mostBlocks: number = LIMITS.blocks): Rendered {
  const fits = ({ blocks }: Built) => blocks.length <= mostBlocks && weighBlocks(blocks) <= LIMITS.message;
  const built = asCards(message, fits) ?? asLines(message, fits, mostBlocks);
  const text = toText(message.summary);
  const blocks = built.blocks.length > 0 ? built.blocks : toParagraphs([{ text }]);
  return { text, blocks, long: built.buttons.long };
}

interface Built {
  blocks: KnownBlock[];
  buttons: Buttons;
}

/** The message with every card as large as all of them can be; undefined when they do not fit as cards. */
function asCards(message: Message, fits: (built: Built) => boolean): Built | undefined {
  for (const pictures of [true, false]) {
    const attempt = (excerpt: number) => build(message, { excerpt, pictures });
    const doesFit = (excerpt: number) => fits(attempt(excerpt));
    if (doesFit(LONGEST_EXCERPT)) return attempt(LONGEST_EXCERPT);
    if (doesFit(SHORTEST_EXCERPT)) return attempt(greatest(SHORTEST_EXCERPT, LONGEST_EXCERPT, doesFit));
  }
  return undefined;
}

/** The message with a line for each paper, as many as fit, and how many more there are. */
function asLines(message: Message, fits: (built: Built) => boolean, mostBlocks: number): Built {
  const count = message.blocks.reduce(
    (sum, block) => sum + (block.kind === 'cards' ? block.cards.length : 0),
    0,
  );
  const attempt = (shown: number) => build(message, 'lines', shown);
  const shown = greatest(0, count, (shown) => fits(attempt(shown)));
  const { blocks, buttons } = attempt(shown);
  if (fits({ blocks, buttons })) return { blocks, buttons };
  const isShown = beginning(blocks, mostBlocks - 1, LIMITS.message - CLOSING);
  return { blocks: [...isShown, ...toContext('The rest is too long for one message.', CLOSING)], buttons };
}

/** @param shown how many papers are in it; of the others it says how many they are */
function build(message: Message, detail: Detail | 'lines', shown = Number.POSITIVE_INFINITY): Built {
  const buttons = createButtons();
  const listed: Card[] = [];
  let room = shown;
  let left = 0;
  const blocks = message.blocks.flatMap((block): KnownBlock[] => {
    if (block.kind !== 'cards') return toPlainBlocks(block);
    const cards = block.cards.slice(0, room);
    room -= cards.length;
    left += block.cards.length - cards.length;
    if (detail !== 'lines' && block.layout === undefined)
      return cards.flatMap((card) => toCard(card, detail, buttons));
    listed.push(...cards);
    return toLines(cards, block.layout ?? 'compact');
  });
  const more = left > 0 ? toContext(`And ${left} more.`, CLOSING) : [];
  const menu = buttons.toList('Open a paper', openActions(listed));
  return { blocks: [...blocks, ...more, ...menu, ...buttons.toBlocks(message.actions)], buttons };
}

/** The action that opens each of the papers that stand in a line. */
function openActions(cards: readonly Card[]): Action[] {
  return cards.flatMap(({ title, actions }) =>
    actions.filter(({ act }) => act.do === 'abstract').map(({ act }) => ({ label: plain(title), act })),
  );
}

/** As many blocks, from the first on, as a message can hold. */
function beginning(blocks: readonly KnownBlock[], room: number, weight: number): KnownBlock[] {
  let sum = 0;
  const end = blocks.findIndex((block, at) => {
    sum += weighBlocks([block]);
    return at >= room || sum > weight;
  });
  return blocks.slice(0, end < 0 ? blocks.length : end);
}

/** One plain line within Slack's limit, never empty. */
export function toText(summary: string): string {
  const begun = withoutControls(summary.trimStart().slice(0, LIMITS.text)).trim();
  const text = isVisible(begun) ? cut(begun, LIMITS.text - 100) : 'Paperboy';
  return escapeMarkup(text);
}

/** Length of all text in blocks as Slack counts it. */
export function weighBlocks(blocks: readonly unknown[]): number {
  let sum = 0;
  for (const { text } of partsOf(blocks)) if (typeof text === 'string') sum += weigh(text);
  return sum;
}
