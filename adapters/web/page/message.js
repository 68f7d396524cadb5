// @ts-check
/** Renders one entry of the log as an article, and the blocks of messages. */
import { actionRow, codeBlock, failure } from './buttons.js';
import { renderCard } from './card.js';
import { make } from './dom.js';
import { renderLine } from './line.js';
import { formatMoment, formatTime } from './moments.js';

/** @import { Shown } from '../conversation.ts' */
/** @import { Block, Message } from '../../../src/model/message.ts' */
/** @import { Press } from './buttons.js' */
/** @import { Filler } from './line.js' */
/** @import { Marked } from './marked.js' */

/** @typedef {Filler & { press: Press, paper: (id: string) => string, marked: Marked }} Tools what a message can do; `paper` is the address at which a paper is read */

/** From this many on, a message shows its cards closer together. */
const MANY = 6;

/** @param {Shown} entry @param {Tools} tools */
export function renderEntry(entry, tools) {
  const { author, message, text } = entry;
  const name = author === undefined ? 'Paperboy' : author.you ? 'You' : author.name;
  const content = message === undefined ? [words(text ?? '')] : renderMessage(message, tools);
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
    /** Says why it failed, in the article. @param {unknown} thrown @param {() => void} retry */
    fail(thrown, retry) {
      const failed = failure(thrown, () => {
        failed.replaceWith(state);
        retry();
      });
      state.replaceWith(failed);
      return article;
    },
  };
}

/** @param {string} name @param {boolean} paperboy @param {Node[]} content @param {{ at: number, onlyYou: boolean }} entry */
function frame(name, paperboy, content, { at, onlyYou }) {
  const avatar = paperboy
    ? make('img', { class: 'avatar', src: '/icon.svg', alt: '', width: 18, height: 18 })
    : make('span', { class: 'avatar', 'aria-hidden': 'true' }, name.charAt(0).toUpperCase());
  const moment = { datetime: new Date(at).toISOString(), title: formatMoment(at) };
  const time = make('time', moment, formatTime(at));
  const alone = onlyYou && paperboy ? make('span', { class: 'only-you' }, 'Only visible to you') : undefined;
  const head = make('div', { class: 'who' }, avatar, make('h3', {}, name), time, alone);
  const kind = `message ${paperboy ? 'paperboy' : 'person'}${onlyYou ? ' alone' : ''}`;
  return make('article', { class: kind }, head, make('div', { class: 'body' }, ...content));
}

/** A person's words; the command is set apart from what it asks. @param {string} text */
function words(text) {
  const [command = ''] = /^\/\S+/.exec(text) ?? [];
  const code = command === '' ? undefined : make('code', {}, command);
  return make('p', { class: 'said' }, code, text.slice(command.length));
}

/** @param {Message} message @param {Tools} tools @returns {Node[]} */
export function renderMessage(message, tools) {
  const nodes = message.blocks.map((block) => renderBlock(block, tools)).filter((node) => node !== undefined);
  return message.actions.length === 0 ? nodes : [...nodes, actionRow(message.actions, tools.press)];
}

/** A kind that this page does not know shows nothing. @param {Block} block @param {Tools} tools */
export function renderBlock(block, tools) {
  switch (block.kind) {
    case 'heading':
      return make('h4', { class: 'heading' }, block.text);
    case 'text':
      return make('p', { class: `text ${block.tone ?? 'plain'}` }, ...renderLine(block.line, tools));
    case 'list':
      return make(
        'ul',
        { class: 'list' },
        ...block.lines.map((line) => make('li', {}, ...renderLine(line, tools))),
      );
    case 'code':
      return block.toRead
        ? make('pre', { class: 'code' }, make('code', {}, block.text))
        : codeBlock(block.text);
    case 'cards': {
      const cards = block.cards.map((card) => renderCard(card, tools));
      const kind = `cards ${block.layout ?? ''}${cards.length >= MANY ? ' many' : ''}`.trim();
      return make('ol', { class: kind }, ...cards);
    }
    default:
      return undefined;
  }
}
