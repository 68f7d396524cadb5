// @ts-check
/** Renders a paper as a compact row: its title, one line of facts with votes first, its first sentences, and its buttons. */
import { actionRow } from './buttons.js';
import { link, make } from './dom.js';
import { renderLine, renderSpan } from './line.js';
import { isSign, signRow } from './marks.js';

/** @import { Card, Link } from '../../../src/model/message.ts' */
/** @import { Tools } from './message.js' */

/** `Fri, Dec 12, 2025`, as posts write days. A paper's date has no zone: it is the same day for every reader. */
const paperDay = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
});

/** What cards can be opened for is read in the pane; the others lead to the paper's own page. @param {Card} card */
const isReadable = (card) => card.actions.some(({ act }) => act.do === 'abstract');

/** @param {Card} card @param {Tools} tools */
export function renderCard(card, tools) {
  const title = titleOf(card);
  const readable = isReadable(card);
  const spans = card.title.map((span) => renderSpan(span, tools));
  const heading = readable
    ? make('a', { href: tools.paper(card.id) }, ...spans)
    : link(card.url, {}, ...spans);
  // The title opens what the button `Abstract` would.
  const others = card.actions.filter((action) => !isSign(action));
  const actions = others.filter(({ act }) => !(readable && act.do === 'abstract'));
  const acts = card.actions.length === 0 ? undefined : actionRow(actions, tools.press, title, card.note);
  const kinds = ['card', readable && 'readable', actions.some(({ act }) => act.do === 'unsave') && 'listed'];
  return make(
    'li',
    { class: kinds.filter((kind) => kind !== false).join(' '), 'data-paper': card.id },
    picture(card),
    make('h5', { class: 'title' }, heading),
    acts && signRow(card.actions.filter(isSign), tools, title, acts),
    facts(card, title),
    card.excerpt.length === 0
      ? undefined
      : make('p', { class: 'excerpt' }, ...renderLine(card.excerpt, tools)),
    card.reason && make('p', { class: 'reason' }, ...renderLine(card.reason, tools)),
    acts,
  );
}

/** A picture of the paper, loaded when it comes into view; one that cannot be loaded leaves no gap. @param {Card} card */
function picture({ thumbnail }) {
  if (thumbnail === undefined || !thumbnail.startsWith('https://')) return undefined;
  const image = make('img', { class: 'thumbnail', alt: '', loading: 'lazy', referrerpolicy: 'no-referrer' });
  image.addEventListener('error', () => image.remove());
  image.src = thumbnail;
  return image;
}

/** @param {Card} card */
export const titleOf = (card) => card.title.map((span) => span.text).join('');

/** How it was received, who, where and when; what is not known is left out. @param {Card} card @param {string} title */
export function facts(card, title) {
  const { withdrawn, authors, organization, publishedOn } = card;
  const known = [
    withdrawn && make('strong', { class: 'withdrawn' }, 'Withdrawn'),
    counted(card.upvotes, 'vote', '▲'),
    card.growth && make('span', { class: 'count' }, card.growth),
    authors && make('span', { class: 'authors' }, authors),
    organization && make('span', { class: 'organization' }, organization),
    publishedOn && make('time', { datetime: publishedOn }, paperDate(publishedOn)),
    counted(card.commentCount, 'comment'),
    counted(card.stars, 'star', '★'),
    ...pagesOf(card).map(({ label, url }) => outward(url, `${label} of ${title}`, label)),
  ].filter((part) => part instanceof Node);
  return known.length === 0 ? undefined : make('p', { class: 'facts' }, ...known);
}

/** @param {string} url @param {string} name @param {string} words */
function outward(url, name, words) {
  const made = link(url, { 'aria-label': name }, words);
  return made instanceof HTMLAnchorElement ? made : undefined;
}

/** The pages of a paper: its own, and its code. @param {Card} card @returns {Link[]} */
function pagesOf({ links, codeUrl }) {
  return links ?? (codeUrl === undefined ? [] : [{ label: 'Code', url: codeUrl }]);
}

/** `Fri, Dec 12, 2025` for `2025-12-12`; anything else as it is. @param {string} day */
function paperDate(day) {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : paperDay.format(at);
}

/** `▲ 12`, read out as “12 votes”; without a sign, in words for all. Unknown and zero counts are left out. @param {number | undefined} count @param {string} word @param {string} [sign] */
function counted(count, word, sign) {
  if (!count) return undefined;
  const number = count.toLocaleString();
  const words = `${number} ${word}${count === 1 ? '' : 's'}`;
  if (sign === undefined) return make('span', { class: 'count' }, words);
  const seen = make('span', { 'aria-hidden': 'true' }, `${sign}\u2009${number}`);
  return make(
    'span',
    { class: `count ${word}s`, title: words },
    seen,
    make('span', { class: 'unseen' }, words),
  );
}
