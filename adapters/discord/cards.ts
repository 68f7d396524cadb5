/** Renders one paper's card as Discord's markdown, within a length for each of its parts. */
import { sayDay } from '../../src/model/day-format.ts';
import type { Card } from '../../src/model/message.ts';
import { linkOf, renderLine, renderLink, renderText } from './markup.ts';

/** How much of a card is shown: units of rendered text, each at most. */
export interface CardRoom {
  title: number;
  /** A longer address is left out. */
  link: number;
  facts: number;
  excerpt: number;
  reason: number;
}

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
    commentCount ? `${commentCount.toLocaleString('en')} ${commentCount === 1 ? 'comment' : 'comments'}` : '',
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
