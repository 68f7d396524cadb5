/** One paper's card in, its blocks out, in three degrees of detail: a digest takes the most that fits. */
import type { KnownBlock } from '@slack/types';
import { type Card, type Line, plain } from '../../src/model/message.ts';
import type { Buttons } from './buttons.ts';
import { toRichText, toRuns } from './rich.ts';
import { plainText } from './text.ts';

/** `full`: text, facts below, buttons. `lean`: facts within the text. `line`: one block, no buttons. */
export type Detail = 'full' | 'lean' | 'line';

/** Characters of each part of a card. Together they stay below what one block may hold. */
const TITLE = 600;
const AUTHORS = 250;
const EXCERPT = { full: 1200, lean: 600, line: 160 };
const REASON = 400;
const FACTS = 200;

export function toCard(card: Card, detail: Detail, buttons: Buttons): KnownBlock[] {
  const facts = factsOf(card);
  const paragraphs: Line[] = [
    titleOf(card),
    peopleOf(card, detail === 'full' ? '' : facts),
    card.excerpt,
    reasonOf(card),
  ];
  const limits = [TITLE, AUTHORS + FACTS, EXCERPT[detail], REASON];
  const runs = paragraphs
    .map((line, at) => toRuns(line, limits[at]))
    .filter((elements) => elements.length > 0)
    .flatMap((elements, at) => (at === 0 ? elements : [{ type: 'text' as const, text: '\n' }, ...elements]));
  const below = detail === 'full' ? plainText(facts, FACTS) : undefined;
  return [
    ...toRichText(runs),
    ...(below ? [{ type: 'context' as const, elements: [below] }] : []),
    ...(detail === 'line' ? [] : buttons.toBlocks(card.actions)),
  ];
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

/** `18 Aug 2024 · 12 votes · 3 comments · 1,240 stars`; what is not known, or nought, is left out. */
function factsOf(card: Card): string {
  const counts: [number | undefined, string, string][] = [
    [card.upvotes, 'vote', 'votes'],
    [card.commentCount, 'comment', 'comments'],
    [card.stars, 'star', 'stars'],
  ];
  const facts = counts.flatMap(([count, one, many]) =>
    count ? [`${count.toLocaleString('en')} ${count === 1 ? one : many}`] : [],
  );
  return [...(card.publishedOn ? [dayOf(card.publishedOn)] : []), ...facts].join(' · ');
}

function dayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  const format = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return new Date(at).toLocaleDateString('en-GB', format);
}

/** `Why: lora: LoRA`, unless the reason says so itself. */
function reasonOf(card: Card): Line {
  if (card.reason === undefined || card.reason.length === 0) return [];
  const words = plain(card.reason);
  return /^(matches|matched|because|why)\b/i.test(words)
    ? card.reason
    : [{ text: 'Matches ' }, ...card.reason];
}
