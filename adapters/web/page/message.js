// @ts-check
/** Renders one entry of the log as an article, and messages: their blocks, cards of papers, and styled text. */
import { actionRow, codeBlock, failure } from './buttons.js';
import { link, make } from './dom.js';

/** @import { Shown } from '../conversation.ts' */
/** @import { Block, Card, Line, Message, Span } from '../../../src/model/message.ts' */
/** @import { Press } from './buttons.js' */

/** From this many on, a message shows its cards closer together. */
const MANY = 6;

/** `Fri, Dec 12, 2025`, as posts write days. @type {Intl.DateTimeFormatOptions} */
const DAY = { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' };
const localDay = new Intl.DateTimeFormat('en-US', DAY);
// A paper's date has no zone: it is the same day for every reader.
const paperDay = new Intl.DateTimeFormat('en-US', { ...DAY, timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** A day in the reader's zone. @param {number} at */
export const formatDay = (at) => localDay.format(at);

/** @param {Shown} entry @param {Press} press */
export function renderEntry(entry, press) {
  const { author, message, text } = entry;
  const name = author === undefined ? 'Paperboy' : author.you ? 'You' : author.name;
  const content = message === undefined ? [words(text ?? '')] : renderMessage(message, press);
  const article = frame(name, author === undefined, content, entry);
  article.dataset.seq = String(entry.seq);
  article.dataset.at = String(entry.at);
  if (author?.you) article.dataset.mine = '';
  const said = message === undefined ? name : `${name}: ${message.summary}`;
  article.setAttribute('aria-label', said);
  article.querySelector('h3')?.setAttribute('aria-label', said);
  return article;
}

/** Renders what the person has just sent, until the server confirms it. @param {string} text */
export function renderPending(text) {
  const dots = make('i', { 'aria-hidden': 'true' });
  const state = make('p', { class: 'waiting' }, 'Paperboy is working on it', dots);
  const article = frame('You', false, [words(text), state], { at: Date.now(), onlyYou: false });
  article.classList.add('pending');
  article.dataset.mine = '';
  return {
    article,
    /** @param {unknown} thrown @param {() => void} retry */
    fail(thrown, retry) {
      const failed = failure(thrown, () => {
        failed.replaceWith(state);
        retry();
      });
      state.replaceWith(failed);
    },
  };
}

/** @param {string} name @param {boolean} paperboy @param {Node[]} content @param {{ at: number, onlyYou: boolean }} entry */
function frame(name, paperboy, content, { at, onlyYou }) {
  const initial = name
    .replace(/^Reader /, '')
    .charAt(0)
    .toUpperCase();
  const avatar = paperboy
    ? make('img', { class: 'avatar', src: '/icon.svg', alt: '', width: 36, height: 36 })
    : make('span', { class: 'avatar', 'aria-hidden': 'true' }, initial);
  const hour = clock.format(at);
  const moment = { datetime: new Date(at).toISOString(), title: `${formatDay(at)} at ${hour}` };
  const alone = onlyYou && paperboy ? make('span', { class: 'only-you' }, 'Only visible to you') : undefined;
  const head = make('div', { class: 'who' }, make('h3', {}, name), make('time', moment, hour), alone);
  const kind = `message ${paperboy ? 'paperboy' : 'person'}${onlyYou ? ' alone' : ''}`;
  return make('article', { class: kind }, avatar, make('div', { class: 'body' }, head, ...content));
}

/** A person's words; the command is set apart from what it asks. @param {string} text */
function words(text) {
  const [command = ''] = /^\/\S+/.exec(text) ?? [];
  const code = command === '' ? undefined : make('code', {}, command);
  return make('p', { class: 'said' }, code, text.slice(command.length));
}

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
    case 'cards': {
      const cards = block.cards.map((card) => renderCard(card, press));
      return make('ol', { class: cards.length >= MANY ? 'cards many' : 'cards' }, ...cards);
    }
    default:
      return undefined;
  }
}

/** @param {Card} card @param {Press} press */
function renderCard(card, press) {
  const title = card.title.map((span) => span.text).join('');
  return make(
    'li',
    { class: 'card' },
    make('h5', { class: 'title' }, link(card.url, {}, ...card.title.map(renderSpan))),
    facts(card, title),
    card.excerpt.length === 0 ? undefined : make('p', { class: 'excerpt' }, ...renderLine(card.excerpt)),
    card.reason && make('p', { class: 'reason' }, ...renderLine(card.reason)),
    card.actions.length === 0 ? undefined : actionRow(card.actions, press, title),
  );
}

/** Who, where, when, and how it was received; what is not known is left out. @param {Card} card @param {string} title */
function facts(card, title) {
  const { withdrawn, authors, organization, publishedOn, codeUrl } = card;
  const known = [
    withdrawn && make('strong', { class: 'withdrawn' }, 'Withdrawn'),
    authors && make('span', { class: 'authors' }, authors),
    organization && make('span', { class: 'organization' }, organization),
    publishedOn && make('time', { datetime: publishedOn }, paperDate(publishedOn)),
    counted(card.upvotes, 'upvote', '▲'),
    counted(card.commentCount, 'comment'),
    counted(card.stars, 'star', '★'),
    codeUrl && link(codeUrl, { 'aria-label': `Code of ${title}` }, 'Code'),
  ].filter((part) => part instanceof Node);
  return known.length === 0 ? undefined : make('p', { class: 'facts' }, ...known);
}

/** `Fri, Dec 12, 2025` for `2025-12-12`; anything else as it is. @param {string} day */
function paperDate(day) {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : paperDay.format(at);
}

/** `▲ 12`, read out as “12 upvotes”; without a sign, in words for all. @param {number | undefined} count @param {string} word @param {string} [sign] */
function counted(count, word, sign) {
  if (count === undefined) return undefined;
  const number = count.toLocaleString();
  const words = `${number} ${word}${count === 1 ? '' : 's'}`;
  if (sign === undefined) return make('span', { class: 'count' }, words);
  const seen = make('span', { 'aria-hidden': 'true' }, `${sign}\u2009${number}`);
  return make('span', { class: 'count', title: words }, seen, make('span', { class: 'unseen' }, words));
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
