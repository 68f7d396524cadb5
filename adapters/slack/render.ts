/** Renders a message as blocks within Slack's limits, cut between papers, with a one-line summary. */
import type { KnownBlock } from '@slack/types';
import type { LongActions } from '../../src/chat/stored-actions.ts';
import { type Action, type Block, type ButtonAction, type Message, plain } from '../../src/model/message.ts';
import { type Buttons, createButtons } from './buttons.ts';
import { type Detail, toCard } from './cards.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { clipLine, toCode, toList, toParagraphs } from './markup.ts';
import { escapeMarkup, isVisible, plainText, withoutControls } from './text.ts';

export interface Rendered {
  blocks: KnownBlock[];
  /** For notifications and screen readers; escaped, since Slack reads it as markup. */
  text: string;
  /** Actions too long for a button: to be stored before the message is shown. */
  long: LongActions;
}

/** Blocks that stay together: a paper is shown whole or not at all. */
interface Unit {
  blocks: KnownBlock[];
  isCard: boolean;
}

/** No message holds more text than this, or more points of a list: what is behind is never looked at. */
const MOST_SHOWN = LIMITS.message;
const MOST_POINTS = 1_000;

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
    const location = mostBlocks - actions.length;
    const weight = LIMITS.message - weighBlocks(actions);
    const fits = fitting(units, location, weight);
    if (fits === units.length || detail === 'line') {
      const shown =
        fits === units.length ? units : units.slice(0, fitting(units, location - 1, weight - CLOSING));
      const blocks = [
        ...shown.flatMap((unit) => unit.blocks),
        ...closing(units.slice(shown.length)),
        ...actions,
      ];
      return { text, long: buttons.long, blocks: blocks.length > 0 ? blocks : emptyBlocks(text) };
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
function fitting(units: readonly Unit[], location: number, weight: number): number {
  let blocks = 0;
  let sum = 0;
  for (const [at, unit] of units.entries()) {
    blocks += unit.blocks.length;
    sum += weighBlocks(unit.blocks);
    if (blocks > location || sum > weight) return at;
  }
  return units.length;
}

function toUnits(block: Block, detail: Detail, buttons: Buttons): Unit[] {
  if (block.kind === 'cards')
    return block.cards.map((card) => ({ blocks: toCard(card, detail, buttons), isCard: true }));
  return toPlainBlocks(block).map((one) => ({ blocks: [one], isCard: false }));
}

function toPlainBlocks(block: Exclude<Block, { kind: 'cards' }>): KnownBlock[] {
  switch (block.kind) {
    case 'heading': {
      const isShort = block.text.length <= LIMITS.header && weigh(block.text) <= LIMITS.header;
      const text = isShort ? plainText(block.text, LIMITS.header) : undefined;
      if (text) return [{ type: 'header', text }];
      return toParagraphs(clipLine([{ text: block.text, style: 'strong' }], LIMITS.section));
    }
    case 'text': {
      const isPlain = block.line.every(
        ({ style, url }) => url === undefined && (!style || style === 'quiet'),
      );
      const line = clipLine(block.line, MOST_SHOWN);
      const text = plain(line);
      const quiet = block.tone === 'quiet' && isPlain && weigh(text) <= LIMITS.section;
      const small = quiet ? plainText(text, LIMITS.section) : undefined;
      if (small) return [{ type: 'context', elements: [small] }];
      const sign =
        block.tone === 'warning'
          ? [
              { type: 'emoji' as const, name: 'warning' },
              { type: 'text' as const, text: ' ' },
            ]
          : [];
      return toParagraphs(line, sign);
    }
    case 'list':
      return toList(block.lines.slice(0, MOST_POINTS));
    case 'code':
      return toCode(block.text.slice(0, MOST_SHOWN));
  }
}

function closing(left: readonly Unit[]): KnownBlock[] {
  if (left.length === 0) return [];
  const papers = left.filter((unit) => unit.isCard).length;
  const text = plainText(
    papers > 0 ? `And ${papers} more.` : 'The rest is too long for one message.',
    CLOSING,
  );
  return text ? [{ type: 'context', elements: [text] }] : [];
}

function emptyBlocks(text: string): KnownBlock[] {
  return toParagraphs([{ text }]);
}

/** Length of all text in blocks as Slack counts it. */
export function weighBlocks(blocks: readonly unknown[]): number {
  let sum = 0;
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'text' && typeof inner === 'string') sum += weigh(inner);
        else walk(inner);
      }
    }
  };
  walk(blocks);
  return sum;
}
