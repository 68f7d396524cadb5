// @ts-check
/** Turns papers into cards: the title as a headline, what is known of it, the words that matched, its buttons. */
import { actionRow } from './actions.js';
import { link, make } from './dom.js';
import { renderLine, renderSpan } from './line.js';
import { number, paperDate } from './words.js';

/** @import { Card } from '../../../src/model/message.ts' */
/** @import { Press } from './actions.js' */

/** From this many on, a message shows its cards closer together. */
const MANY = 6;

/** @param {Card[]} cards @param {Press} press */
export function cardList(cards, press) {
  const items = cards.map((card) => make('li', { class: 'card' }, ...renderCard(card, press)));
  return make('ol', { class: cards.length >= MANY ? 'cards many' : 'cards' }, ...items);
}

/** @param {Card} card @param {Press} press */
function renderCard(card, press) {
  const title = card.title.map((span) => span.text).join('');
  return [
    make('h5', { class: 'title' }, link(card.url, {}, ...card.title.map(renderSpan))),
    facts(card),
    card.excerpt.length === 0 ? undefined : make('p', { class: 'excerpt' }, ...renderLine(card.excerpt)),
    card.reason && make('p', { class: 'reason' }, ...renderLine(card.reason)),
    card.actions.length === 0 ? undefined : actionRow(card.actions, press, title),
  ].filter((part) => part !== undefined);
}

/** Who, where, when, and how it was received; what is not known is left out. @param {Card} card */
function facts(card) {
  const known = [
    card.withdrawn && make('strong', { class: 'withdrawn' }, 'Withdrawn'),
    card.authors && fact('authors', card.authors),
    card.organization && fact('organization', card.organization),
    card.publishedOn && make('time', { datetime: card.publishedOn }, paperDate(card.publishedOn)),
    counted(card.upvotes, 'upvote', '▲'),
    counted(card.commentCount, 'comment'),
    counted(card.stars, 'star', '★'),
    card.codeUrl &&
      link(card.codeUrl, { 'aria-label': `Code of ${card.title.map((span) => span.text).join('')}` }, 'Code'),
  ].filter((part) => part instanceof Node);
  return known.length === 0 ? undefined : make('p', { class: 'facts' }, ...known);
}

/** @param {string} name @param {string} text */
const fact = (name, text) => make('span', { class: name }, text);

/** `▲ 12`, read out as “12 upvotes”; without a sign, in words for all. @param {number | undefined} count @param {string} word @param {string} [sign] */
function counted(count, word, sign) {
  if (count === undefined) return undefined;
  const words = `${number(count)} ${word}${count === 1 ? '' : 's'}`;
  if (sign === undefined) return make('span', { class: 'count' }, words);
  return make(
    'span',
    { class: 'count', title: words },
    make('span', { 'aria-hidden': 'true' }, `${sign}\u2009${number(count)}`),
    make('span', { class: 'unseen' }, words),
  );
}
