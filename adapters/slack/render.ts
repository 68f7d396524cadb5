/** Renders a message as blocks within Slack's limits, cut between papers, with a one-line summary. */
import type { KnownBlock } from '@slack/types';
import { partsOf } from '../../src/chat/json.ts';
import type { LongActions } from '../../src/chat/stored-actions.ts';
import { type Action, type Block, type ButtonAction, type Message, plain } from '../../src/model/message.ts';
import { type Detail, toCard, toContext, toPlainBlocks } from './blocks.ts';
import { type Buttons, createButtons } from './buttons.ts';
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

/** Blocks that stay together: a paper is shown whole or not at all. */
interface Unit {
  blocks: KnownBlock[];
  isCard: boolean;
}

/** Space for the line that says how many more there are. */
const CLOSING = 200;

const DETAILS: readonly Detail[] = ['whole', 'full', 'lean', 'line'];
const COMPACT: readonly Detail[] = ['compact', 'line'];

/** @param mostBlocks for views, which hold other numbers than messages */
export function toBlocks(message: Message, mostBlocks: number = LIMITS.blocks): Rendered {
  const text = toText(message.summary);
  const titles = titlesOf(message);
  for (const detail of titles ? COMPACT : DETAILS) {
    const buttons = createButtons();
    const units = message.blocks.flatMap((block) => toUnits(block, detail, buttons));
    const actions = [...buttons.toList('Open a paper', titles ?? []), ...buttons.toBlocks(message.actions)];
    const room = mostBlocks - actions.length;
    const weight = LIMITS.message - weighBlocks(actions);
    const fits = fitting(units, room, weight);
    if (fits === units.length || detail === 'line') {
      const shown =
        fits === units.length ? units : units.slice(0, fitting(units, room - 1, weight - CLOSING));
      const blocks = [
        ...shown.flatMap((unit) => unit.blocks),
        ...closing(units.slice(shown.length)),
        ...actions,
      ];
      return { text, long: buttons.long, blocks: blocks.length > 0 ? blocks : toParagraphs([{ text }]) };
    }
  }
  throw new Error('the message has no version that fits');
}

/** Actions that the answer to `abstract` offers too: lists of titles omit them. */
const BEHIND_ABSTRACT = new Set<ButtonAction['do']>(['abstract', 'cite', 'save', 'share-paper']);

/**
 * Where a message lists papers by their titles alone, the action that opens each. Undefined for any other message, and
 * for a single paper.
 */
function titlesOf({ blocks }: Message): Action[] | undefined {
  const cards = blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []));
  const areTitles = cards.every(
    ({ excerpt, actions }) => excerpt.length === 0 && actions.every(({ act }) => BEHIND_ABSTRACT.has(act.do)),
  );
  if (cards.length < 2 || !areTitles) return undefined;
  return cards.flatMap(({ title, actions }) =>
    actions.filter(({ act }) => act.do === 'abstract').map(({ act }) => ({ label: plain(title), act })),
  );
}

/** One plain line within Slack's limit, never empty. */
export function toText(summary: string): string {
  const begun = withoutControls(summary.trimStart().slice(0, LIMITS.text)).trim();
  const text = isVisible(begun) ? cut(begun, LIMITS.text - 100) : 'Paperboy';
  return escapeMarkup(text);
}

/** How many units, from the first on, a message can hold. */
function fitting(units: readonly Unit[], room: number, weight: number): number {
  let blocks = 0;
  let sum = 0;
  for (const [at, unit] of units.entries()) {
    blocks += unit.blocks.length;
    sum += weighBlocks(unit.blocks);
    if (blocks > room || sum > weight) return at;
  }
  return units.length;
}

function toUnits(block: Block, detail: Detail, buttons: Buttons): Unit[] {
  if (block.kind === 'cards')
    return block.cards.map((card) => ({ blocks: toCard(card, detail, buttons), isCard: true }));
  return toPlainBlocks(block).map((one) => ({ blocks: [one], isCard: false }));
}

function closing(left: readonly Unit[]): KnownBlock[] {
  if (left.length === 0) return [];
  const papers = left.filter((unit) => unit.isCard).length;
  return toContext(papers > 0 ? `And ${papers} more.` : 'The rest is too long for one message.', CLOSING);
}

/** Length of all text in blocks as Slack counts it. */
export function weighBlocks(blocks: readonly unknown[]): number {
  let sum = 0;
  for (const { text } of partsOf(blocks)) if (typeof text === 'string') sum += weigh(text);
  return sum;
}
