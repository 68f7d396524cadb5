/** Renders a paper for mail: as a card or a line, in HTML and in plain text. */
import { cardLinks, dotted, factsOf, reasonLine, shortFacts } from '../../src/chat/card-facts.ts';
import { hrefOf } from '../../src/chat/text.ts';
import type { Card, Layout, Line } from '../../src/model/message.ts';
import { escaped, linkHtml, tidy, toHtml, toText, wrapped } from './markup.ts';
import { styled } from './styles.ts';

/** How much of a card is shown. Characters of text. */
export interface CardRoom {
  excerpt: number;
  facts: number;
}

/** Characters of a title, and of why a paper is here: a longer one is no title. */
const MOST_TITLE = 400;
const MOST_REASON = 400;

/** A paper as HTML, in as much room as there is. */
export function cardHtml(card: Card, layout: Layout, room: CardRoom): string {
  const title = `${card.withdrawn ? 'Withdrawn: ' : ''}${toHtml(card.title, MOST_TITLE)}`;
  const name = linkHtml(title, card.url, 'name');
  if (layout !== 'cards') {
    const facts = layout === 'titles' ? '' : toHtml(dotted(shortFacts(card)), room.facts);
    return `<p${styled('plain')}>${name}${facts === '' ? '' : `<br><span${styled('quiet')}>${facts}</span>`}</p>`;
  }
  const facts = escaped(factsText(card, room));
  const excerpt = room.excerpt > 0 ? toHtml(card.excerpt, room.excerpt) : '';
  const reason = toHtml(reasonLine(card), MOST_REASON);
  return [
    `<h3${styled('title')}>${name}</h3>`,
    facts && `<p${styled('quiet', 'padding-top:3px')}>${facts}</p>`,
    excerpt && `<p${styled('plain', 'padding-top:6px')}>${excerpt}</p>`,
    reason && `<p${styled('quiet', 'padding-top:6px')}>${reason}</p>`,
    linksHtml(card),
  ]
    .filter(Boolean)
    .join('');
}

/** @param number where the card stands in the message, from 1 on */
export function cardText(card: Card, layout: Layout, room: CardRoom, number: number): string {
  const first = `${number}. `;
  const indent = ' '.repeat(first.length);
  const title = tidy(`${card.withdrawn ? 'Withdrawn: ' : ''}${toText(card.title, MOST_TITLE)}`);
  const isCard = layout === 'cards';
  const facts =
    layout === 'compact' ? toText(dotted(shortFacts({ ...card, links: [] }))) : factsText(card, room);
  const links = isCard ? cardLinks(card).filter(({ url }) => url !== card.url) : [];
  const lines = [
    `${first}${wrapped(title, indent).slice(indent.length)}`,
    layout !== 'titles' && facts ? wrapped(tidy(facts), indent) : '',
    isCard && room.excerpt > 0 ? wrapped(toText(card.excerpt, room.excerpt), indent) : '',
    isCard ? wrapped(toText(reasonLine(card), MOST_REASON), indent) : '',
    ...[{ label: '', url: card.url }, ...links].map(({ label, url }) => addressText(label, url, indent)),
  ];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

function linksHtml(card: Card): string {
  const links = cardLinks(card).filter(({ url }) => url !== card.url && hrefOf(url) !== undefined);
  if (links.length === 0) return '';
  const line: Line = dotted(links.map(({ label, url }) => [{ text: label, url }]));
  return `<p${styled('quiet', 'padding-top:6px')}>${toHtml(line)}</p>`;
}

function addressText(label: string, url: string, indent: string): string {
  const href = hrefOf(url);
  if (href === undefined) return '';
  return `${indent}${label === '' ? '' : `${tidy(label)}: `}${href}`;
}

function factsText(card: Card, room: CardRoom): string {
  return cut(
    factsOf(card)
      .filter((fact) => fact !== '')
      .join(' · '),
    room.facts,
  );
}

function cut(text: string, max: number): string {
  return toText([{ text }], max);
}
