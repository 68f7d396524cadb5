/** Renders one block of a message. A paper's card has several degrees of detail: a message takes the most that fits. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import { counted } from '../../src/model/counted.ts';
import { sayDay } from '../../src/model/day-format.ts';
import { type Block, type Card, type Line, plain } from '../../src/model/message.ts';
import type { Buttons } from './buttons.ts';
import { LIMITS, weigh } from './limits.ts';
import { clipLine, toCode, toList, toParagraphs, toRichText, toRuns } from './markup.ts';
import { plainText } from './text.ts';

/**
 * `whole`: the whole excerpt, in several blocks if necessary. `full`: text, facts below, buttons. `lean`: facts within
 * the text. `compact`: the same without buttons, for lists of titles. `line`: one short block, no buttons.
 */
export type Detail = 'whole' | 'full' | 'lean' | 'compact' | 'line';

/** Characters of each part of a card. */
const TITLE = 600;
const AUTHORS = 250;
const EXCERPT: Record<Detail, number> = { whole: 10_000, full: 1200, lean: 600, compact: 0, line: 160 };
const REASON = 400;
const FACTS = 200;
/** With an excerpt of up to this length a card fits in one block; a longer excerpt has its own blocks. */
const MOST_BESIDE = 1_400;
/** No message holds more text than this, or more points of a list: what is behind is never looked at. */
const MOST_SHOWN = LIMITS.message;
const MOST_POINTS = 1_000;

export function toCard(card: Card, detail: Detail, buttons: Buttons): KnownBlock[] {
  const isSpacious = detail === 'whole' || detail === 'full';
  const facts = factsOf(card);
  const head = [
    toRuns(titleOf(card), TITLE),
    toRuns(peopleOf(card, isSpacious ? '' : facts), AUTHORS + FACTS),
  ];
  const excerpt = clipLine(card.excerpt, EXCERPT[detail]);
  const reason = toRuns(reasonOf(card), REASON);
  const isLong = weigh(plain(excerpt)) > MOST_BESIDE;
  const text = isLong
    ? [...toRichText(lines(head)), ...toParagraphs(excerpt), ...toRichText(reason)]
    : toRichText(lines([...head, toRuns(excerpt), reason]));
  return [
    ...text,
    ...(isSpacious ? toContext(facts, FACTS) : []),
    ...(detail === 'line' || detail === 'compact' ? [] : buttons.toBlocks(card.actions)),
  ];
}

/** Any block but cards. */
export function toPlainBlocks(block: Exclude<Block, { kind: 'cards' }>): KnownBlock[] {
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
      const isSmall = block.tone === 'quiet' && isPlain && weigh(text) <= LIMITS.section;
      const small = isSmall ? toContext(text, LIMITS.section) : [];
      if (small.length > 0) return small;
      const warning: RichTextElement[] = [
        { type: 'emoji', name: 'warning' },
        { type: 'text', text: ' ' },
      ];
      return toParagraphs(line, block.tone === 'warning' ? warning : []);
    }
    case 'list':
      return toList(block.lines.slice(0, MOST_POINTS));
    case 'code':
      return toCode(block.text.slice(0, MOST_SHOWN));
  }
}

/** A small line; none when nothing in it is visible. */
export function toContext(text: string, limit: number): KnownBlock[] {
  const shown = plainText(text, limit);
  return shown ? [{ type: 'context', elements: [shown] }] : [];
}

/** Paragraphs, each in a line of its own. */
function lines(paragraphs: readonly RichTextElement[][]): RichTextElement[] {
  return between(paragraphs, { type: 'text', text: '\n' });
}

function between<T>(parts: readonly T[][], separator: T): T[] {
  return parts
    .filter(({ length }) => length > 0)
    .flatMap((part, at) => (at === 0 ? part : [separator, ...part]));
}

function titleOf(card: Card): Line {
  const withdrawn: Line = card.withdrawn ? [{ text: 'Withdrawn: ' }] : [];
  return [...withdrawn, { text: plain(card.title), url: card.url, style: 'strong' }];
}

function peopleOf({ authors, organization, codeUrl }: Card, facts: string): Line {
  const people = [authors, organization].filter((part) => part !== undefined).join(', ');
  const texts = [people, facts].filter((text) => text !== '').map((text): Line => [{ text }]);
  const code: Line = codeUrl === undefined ? [] : [{ text: 'code', url: codeUrl }];
  return between([...texts, code], { text: ' · ' });
}

/** `Sun, Aug 18, 2024 · 12 votes · 3 comments · 1,240 stars`; unknown and zero counts are omitted. */
function factsOf(card: Card): string {
  const counts: [number | undefined, string][] = [
    [card.upvotes, 'vote'],
    [card.commentCount, 'comment'],
    [card.stars, 'star'],
  ];
  const facts = counts.flatMap(([count, one]) => (count ? [counted(count, one)] : []));
  return [...(card.publishedOn ? [sayDay(card.publishedOn)] : []), ...facts].join(' · ');
}

/** `Why: lora: LoRA`, unless the reason says so itself. */
function reasonOf(card: Card): Line {
  if (card.reason === undefined || card.reason.length === 0) return [];
  const words = plain(card.reason);
  const saysSo = /^(matches|matched|because|why)\b/i.test(words);
  return saysSo ? card.reason : [{ text: 'Matches ' }, ...card.reason];
}
