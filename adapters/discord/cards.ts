/** Renders a paper as Discord's markdown: as a card within a length for each of its parts, or as one line. */
import { cardLinks, countsOf, oneLine } from '../../src/chat/card-facts.ts';
import { sayDay } from '../../src/model/day-format.ts';
import type { Card, Layout } from '../../src/model/message.ts';
import { small } from './blocks.ts';
import { linkOf, renderLine, renderLink, renderText } from './markup.ts';

/** How much of a card is shown: units of rendered text, each at most. */
export interface CardRoom {
  title: number;
  /** A longer address is left out. */
  link: number;
  facts: number;
  /** The pages beside that of the title, with their addresses. */
  links: number;
  excerpt: number;
  reason: number;
}

/** Units of an organization's name. */
const MOST_ORGANIZATION = 80;

export function renderCard(card: Card, room: CardRoom): string {
  const facts = [...factsOf(card, room.facts), ...linksIn(card, room.links)].join(' · ');
  const lines = [
    `**${titleOf(card, room)}**`,
    small(facts),
    room.excerpt > 0 ? renderLine(card.excerpt, room.excerpt) : '',
    room.reason > 0 && card.reason ? small(renderLine(card.reason, room.reason)) : '',
  ];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** One line of a list: the title, and in the compact layout the counts, the PDF and the code. */
export function renderPaperLine(card: Card, room: CardRoom, layout: Exclude<Layout, 'cards'>): string {
  const title = titleOf(card, room);
  if (layout === 'titles') return `- ${title}`;
  const counts = fitting(countsOf(card), room.facts);
  return `- ${[title, ...counts, ...linksIn(card, room.links, ['Code', 'PDF'])].join(' · ')}`;
}

function titleOf({ title, url, withdrawn }: Card, room: CardRoom): string {
  return `${withdrawn ? 'Withdrawn: ' : ''}${renderLink(title, url, room.title, room.link)}`;
}

/** How much, when, who and where: as much of it as fits, in that order of worth. */
function factsOf(card: Card, max: number): string[] {
  const { publishedOn, authors, organization } = card;
  const day = publishedOn === undefined ? [] : [sayDay(publishedOn)];
  const numbers = fitting([...countsOf(card), ...day], max);
  const left = max - numbers.join(' · ').length - 3;
  const people = authors ? renderText(oneLine(authors), Math.max(0, left)) : '';
  const beside = Math.min(MOST_ORGANIZATION, left - people.length - 3);
  const place = organization ? renderText(oneLine(organization), Math.max(0, beside)) : '';
  return [...numbers, people, place].filter((fact) => fact !== '');
}

/** The links that fit, but the one that the title leads to: the code first, which is on no other page. */
function linksIn(card: Card, max: number, labels?: readonly string[]): string[] {
  const others = cardLinks(card).filter(
    ({ label, url }) => url !== card.url && (labels === undefined || labels.includes(label)),
  );
  const written = others.flatMap(({ label, url }) => {
    const href = linkOf(url);
    return href === undefined ? [] : [{ label, text: `[${renderText(label, 40)}](${href})` }];
  });
  const byWorth = [...written].sort((one, other) => worthOf(one.label) - worthOf(other.label));
  const kept = new Set(
    fitting(
      byWorth.map(({ text }) => text),
      max,
    ),
  );
  return written.map(({ text }) => text).filter((text) => kept.has(text));
}

const WORTH = ['Code', 'PDF', 'Project'];

function worthOf(label: string): number {
  const at = WORTH.indexOf(label);
  return at < 0 ? WORTH.length : at;
}

/** Those that fit beside each other, earlier ones first. */
function fitting(texts: readonly string[], max: number): string[] {
  let left = max;
  return texts.filter((text) => {
    if (text.length + 3 > left) return false;
    left -= text.length + 3;
    return true;
  });
}
