/** Renders one block of a message as Discord's markdown, within a length; a paper's card within one for each of its parts. */
import { counted } from '../../src/model/counted.ts';
import { sayDay } from '../../src/model/day-format.ts';
import type { Block, Card, Line } from '../../src/model/message.ts';
import { linkOf, renderCode, renderLine, renderLink, renderText } from './markup.ts';

/** How much of a card is shown: units of rendered text, each at most. */
export interface CardRoom {
  title: number;
  /** A longer address is left out. */
  link: number;
  facts: number;
  excerpt: number;
  reason: number;
}

/** Room for the line that says how many points a list left out, and for one point. Units. */
const COUNT_ROOM = 24;
const MOST_IN_POINT = 600;
/** What of a heading is looked at: far more than is shown. */
const MOST_IN_HEADING = 3_000;

export function renderCard(card: Card, room: CardRoom): string {
  const withdrawn = card.withdrawn ? 'Withdrawn · ' : '';
  const lines = [
    `${withdrawn}**${renderLink(card.title, card.url, room.title, room.link)}**`,
    small(factsOf(card, room.facts)),
    room.excerpt > 0 ? renderLine(card.excerpt, room.excerpt) : '',
    room.reason > 0 && card.reason ? small(renderLine(card.reason, room.reason)) : '',
  ];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** Any block but cards, in at most `room` units. */
export function renderBlock(block: Exclude<Block, { kind: 'cards' }>, room: number): string {
  if (room < 20) return '';
  switch (block.kind) {
    case 'heading':
      return `## ${renderText(block.text.slice(0, MOST_IN_HEADING).replace(/\s+/g, ' '), Math.min(room, 300) - 3)}`;
    case 'text': {
      if (block.tone === 'quiet') return small(renderLine(flat(block.line), room - 3));
      const words = renderLine(block.line, room - 3);
      return block.tone === 'warning' ? `⚠️ ${words}` : words;
    }
    case 'list':
      return renderList(block.lines, room);
    case 'code':
      return renderCode(block.text, room);
  }
}

/** A point a line; what does not fit is counted. */
function renderList(lines: readonly Line[], room: number): string {
  const out: string[] = [];
  let left = room - COUNT_ROOM;
  for (const [at, line] of lines.entries()) {
    const words = `- ${renderLine(flat(line), Math.min(MOST_IN_POINT, left))}`;
    left -= words.length + 1;
    if (left < 0 || words === '- ') return [...out, `-# and ${lines.length - at} more`].join('\n');
    out.push(words);
  }
  return out.join('\n');
}

function flat(line: Line): Line {
  return line.map((span) => ({
    ...span,
    text: span.text.replace(/\s+/g, (run) => (run.includes('\n') ? ' ' : run)),
  }));
}

/** A quiet line: Discord's subtext. Each of its lines needs the sign. */
export function small(text: string): string {
  return text.replace(/^(?=.*\S)/gm, '-# ');
}

/** Who, where, when, how much: as much of it as fits, in that order of worth. */
function factsOf(card: Card, max: number): string {
  const { publishedOn, upvotes, commentCount, stars } = card;
  const facts: string[] = [];
  let left = max;
  const add = (fact: string) => {
    if (fact === '' || fact.length + 3 > left) return;
    facts.push(fact);
    left -= fact.length + 3;
  };
  const numbers = [
    publishedOn === undefined ? '' : sayDay(publishedOn),
    upvotes === undefined ? '' : `▲ ${upvotes.toLocaleString('en')}`,
    commentCount ? counted(commentCount, 'comment') : '',
    stars === undefined ? '' : `★ ${stars.toLocaleString('en')}`,
  ].filter((text) => text !== '');
  const reserved = numbers.join(' · ').length + 3;
  if (card.authors) add(renderText(card.authors.replace(/\s+/g, ' '), Math.max(0, left - reserved - 3)));
  for (const number of numbers) add(number);
  if (card.organization)
    add(renderText(card.organization.replace(/\s+/g, ' '), Math.min(80, Math.max(0, left - 3))));
  const code = linkOf(card.codeUrl);
  if (code) add(`[code](${code})`);
  return facts.join(' · ');
}
