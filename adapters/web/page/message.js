// @ts-check
/** Renders one entry of the log as an article: its author, its time, who can see it, and its content. */
import { failure } from './buttons.js';
import { make } from './dom.js';
import { momentOf, timeOf } from './format.js';
import { renderMessage } from './render.js';

/** @import { Shown } from '../conversation.ts' */
/** @import { Press } from './buttons.js' */

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

/**
 * Renders what the person has just sent, until the server confirms it.
 * @param {string} text
 */
export function renderPending(text) {
  const state = make(
    'p',
    { class: 'waiting' },
    'Paperboy is working on it',
    make('i', { 'aria-hidden': 'true' }),
  );
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
  const avatar = paperboy
    ? make('img', { class: 'avatar', src: '/icon.svg', alt: '', width: 36, height: 36 })
    : make(
        'span',
        { class: 'avatar', 'aria-hidden': 'true' },
        name
          .replace(/^Reader /, '')
          .slice(0, 1)
          .toUpperCase(),
      );
  const time = make('time', { datetime: new Date(at).toISOString(), title: momentOf(at) }, timeOf(at));
  const alone = onlyYou && paperboy ? make('span', { class: 'only-you' }, 'Only visible to you') : undefined;
  const head = make('div', { class: 'who' }, make('h3', {}, name), time, alone);
  const kind = `message ${paperboy ? 'paperboy' : 'person'}${onlyYou ? ' alone' : ''}`;
  return make('article', { class: kind }, avatar, make('div', { class: 'body' }, head, ...content));
}

/** A person's words; the command is set apart from what it asks. @param {string} text */
function words(text) {
  const [, command, rest] = /^(\/\S+)(.*)$/s.exec(text) ?? [undefined, undefined, text];
  return make('p', { class: 'said' }, command === undefined ? undefined : make('code', {}, command), rest);
}
