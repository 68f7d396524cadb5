/** Renders one paper's card as blocks, in several degrees of detail: a message takes the most that fits. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import { sayDay } from '../../src/model/day-format.ts';
import { type Card, type Line, plain } from '../../src/model/message.ts';
import type { Buttons } from './buttons.ts';
import { weigh } from './limits.ts';
import { clipLine, toParagraphs, toRichText, toRuns } from './markup.ts';
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
  const below = isSpacious ? plainText(facts, FACTS) : undefined;
  return [
    ...text,
    ...(below ? [{ type: 'context' as const, elements: [below] }] : []),
    ...(detail === 'line' || detail === 'compact' ? [] : buttons.toBlocks(card.actions)),
  ];
}

/** Paragraphs, each in a line of its own. */
function lines(paragraphs: readonly RichTextElement[][]): RichTextElement[] {
  return paragraphs
    .filter((elements) => elements.length > 0)
    .flatMap((elements, at) => (at === 0 ? elements : [{ type: 'text' as const, text: '\n' }, ...elements]));
}

function titleOf(card: Card): Line {
  const withdrawn: Line = card.withdrawn ? [{ text: 'Withdrawn: ' }] : [];
  return [...withdrawn, { text: plain(card.title), url: card.url, style: 'strong' }];
}

function peopleOf(card: Card, facts: string): Line {
  const people = [card.authors, card.organization].filter((part) => part !== undefined).join(', ');
  const parts: Line[] = [];
  if (people !== '') parts.push([{ text: people }]);
  if (facts !== '') parts.push([{ text: facts }]);
  if (card.codeUrl !== undefined) parts.push([{ text: 'code', url: card.codeUrl }]);
  return parts.flatMap((part, at): Line => (at === 0 ? part : [{ text: ' · ' }, ...part]));
}

/** `Sun, Aug 18, 2024 · 12 votes · 3 comments · 1,240 stars`; unknown and zero counts are omitted. */
function factsOf(card: Card): string {
  const counts: [number | undefined, string, string][] = [
    [card.upvotes, 'vote', 'votes'],
    [card.commentCount, 'comment', 'comments'],
    [card.stars, 'star', 'stars'],
  ];
  const facts = counts.flatMap(([count, one, many]) =>
    count ? [`${count.toLocaleString('en')} ${count === 1 ? one : many}`] : [],
  );
  return [...(card.publishedOn ? [sayDay(card.publishedOn)] : []), ...facts].join(' · ');
}

/** `Why: lora: LoRA`, unless the reason says so itself. */
function reasonOf(card: Card): Line {
  if (card.reason === undefined || card.reason.length === 0) return [];
  const words = plain(card.reason);
  return /^(matches|matched|because|why)\b/i.test(words)
    ? card.reason
    : [{ text: 'Matches ' }, ...card.reason];
}
