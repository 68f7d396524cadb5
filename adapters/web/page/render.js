// @ts-check
/** Renders a message: its blocks, its cards of papers, and its styled text, as elements. */
import { actionRow } from './buttons.js';
import { link, make } from './dom.js';
import { number, paperDate } from './format.js';

/** @import { Block, Card, Line, Message, Span } from '../../../src/model/message.ts' */
/** @import { Press } from './buttons.js' */

/** From this many on, a message shows its cards closer together. */
const MANY = 6;

/** @param {Message} message @param {Press} press @returns {Node[]} */
export function renderMessage(message, press) {
  const nodes = message.blocks.map((block) => renderBlock(block, press)).filter((node) => node !== undefined);
  return message.actions.length === 0 ? nodes : [...nodes, actionRow(message.actions, press)];
}

/** A kind that this page does not know shows nothing. @param {Block} block @param {Press} press */
function renderBlock(block, press) {
  switch (block.kind) {
    case 'heading':
      return make('h4', { class: 'heading' }, block.text);
    case 'text':
      return make('p', { class: `text ${block.tone ?? 'plain'}` }, ...renderLine(block.line));
    case 'list':
      return make('ul', { class: 'list' }, ...block.lines.map((line) => make('li', {}, ...renderLine(line))));
    case 'code':
      return block.toRead
        ? make('pre', { class: 'code' }, make('code', {}, block.text))
        : codeBlock(block.text);
    case 'cards':
      return cardList(block.cards, press);
    default:
      return undefined;
  }
}

/** @param {string} text */
function codeBlock(text) {
  const code = make('pre', { tabindex: 0, 'aria-label': 'Text to copy' }, make('code', {}, text));
  const button = make('button', { type: 'button', class: 'button small copy' }, 'Copy');
  button.addEventListener('click', async () => {
    button.textContent = (await copy(text, code)) ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
  return make('div', { class: 'code' }, code, button);
}

/**
 * The clipboard is closed to pages opened by a bare network address; then the text is selected, ready to copy.
 * @param {string} text @param {HTMLElement} shown
 */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}

/** @param {Card[]} cards @param {Press} press */
function cardList(cards, press) {
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

/** @param {Line} line @returns {Node[]} */
function renderLine(line) {
  return line.map((span) =>
    span.url === undefined ? renderSpan(span) : link(span.url, {}, renderSpan(span)),
  );
}

/** @param {Span} span @returns {Node} */
function renderSpan({ text, style }) {
  switch (style) {
    case 'strong':
      return make('strong', {}, text);
    case 'quiet':
      return make('span', { class: 'quiet' }, text);
    case 'code':
      return make('code', {}, text);
    case 'match':
      return make('mark', {}, text);
    default:
      return document.createTextNode(text);
  }
}
