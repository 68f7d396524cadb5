// @ts-check
/** One channel's messages in order, with dividers between the days and a welcome at the beginning. */
import { make, makeButton } from './dom.js';
import { renderEntry, renderPending } from './message.js';
import { formatDay } from './moments.js';

/** @import { Shown } from '../conversation.ts' */
/** @import { Tools } from './message.js' */

/** @typedef {ReturnType<typeof createTimeline>} Timeline */

/** @param {string} channel @param {Tools & { isOwn: boolean, send: (text: string) => void, earlier: () => void }} to */
export function createTimeline(channel, to) {
  const beginning = welcome(to);
  const earlier = makeButton({ class: 'button small earlier', hidden: true }, to.earlier, 'Earlier messages');
  const element = make('div', { class: 'timeline', 'aria-busy': 'true' }, earlier, beginning);

  /** @type {Map<string, { seq: number, article: HTMLElement }>} by the id of its entry */
  const shown = new Map();
  /** @type {Map<string, ReturnType<typeof renderPending>>} by the nonce of its request */
  const pending = new Map();

  /** @returns {HTMLElement[]} */
  const articles = () => [...element.querySelectorAll('article')];
  const kept = () => articles().filter((article) => article.dataset.seq !== undefined);

  /** Puts a divider before the article when its day is not the day before it. @param {HTMLElement} article */
  function divide(article) {
    const last = article.previousElementSibling;
    if (last?.classList.contains('day')) last.remove();
    const all = kept();
    const before = all[all.indexOf(article) - 1];
    const day = dayName(article);
    if (before === undefined || dayName(before) !== day) article.before(divider('day', day));
  }

  return {
    channel,
    element,
    /** The oldest `seq` here, for reading what came before it. */
    oldest: () => Number(kept()[0]?.dataset.seq ?? 0) || undefined,
    /** Whether the beginning and all that follows can be taken in at once. */
    isShort: () => earlier.hidden && kept().length <= 3,
    loaded: false,
    more: false,
    scrollTop: /** @type {number | undefined} */ (undefined),

    /** Shows an entry in its place, once: a newer form of it, with a higher `seq`, replaces it. @param {Shown} entry @returns {HTMLElement | undefined} */
    add(entry) {
      const before = shown.get(entry.id);
      if (before !== undefined && before.seq >= entry.seq) return undefined;
      before?.article.remove();
      if (entry.nonce !== undefined) this.settle(entry.nonce);
      const article = renderEntry(entry, to);
      shown.set(entry.id, { seq: entry.seq, article });
      const all = articles();
      const next = all[all.findLastIndex(({ dataset }) => Number(dataset.seq) < entry.seq) + 1];
      element.insertBefore(article, next ?? null);
      divide(article);
      if (next?.dataset.at !== undefined) divide(next);
      return article;
    },

    /** Shows what was sent until the server confirms it. @param {string} text @param {string} nonce */
    wait(text, nonce) {
      const waiting = renderPending(text);
      pending.set(nonce, waiting);
      element.append(waiting.article);
      return waiting;
    },

    /** The server has confirmed it. @param {string} nonce */
    settle(nonce) {
      pending.get(nonce)?.article.remove();
      pending.delete(nonce);
    },

    /** @param {boolean} more whether earlier messages are to be had */
    setMore(more) {
      this.more = more;
      earlier.hidden = !more;
      beginning.hidden = more;
    },

    /** Marks where the unread begins; gives the first unread article. @param {number} read */
    markNew(read) {
      element.querySelector('.new')?.remove();
      const first = kept().find(({ dataset }) => Number(dataset.seq) > read && dataset.mine === undefined);
      first?.before(divider('new', 'New messages', 'New'));
      return first;
    },
  };
}

/** @param {string} kind @param {string} name @param {string} [words] */
function divider(kind, name, words = name) {
  return make('div', { class: kind, role: 'separator', 'aria-label': name }, make('span', {}, words));
}

/** @param {HTMLElement} article */
function dayName(article) {
  const day = new Date(Number(article.dataset.at));
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (day.toDateString() === new Date().toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return formatDay(Number(article.dataset.at));
}

const EXAMPLES = [
  { command: '/papers hyperparameter', hint: 'Find papers on hyperparameters' },
  { command: '/papers subscribe "continual learning"', hint: 'Follow “continual learning”' },
  { command: '/papers today', hint: 'See the newest digest' },
];

/** @param {{ isOwn: boolean, send: (text: string) => void }} to `isOwn`: only one person reads it */
function welcome({ isOwn, send }) {
  const examples = EXAMPLES.map(({ command, hint }) => {
    const pressed = () => send(command);
    return make('li', {}, makeButton({ class: 'example', title: command }, pressed, hint));
  });
  const text = isOwn
    ? 'Only you can see this. Papers on topics you follow for yourself arrive here. Try one:'
    : "Paperboy posts the day's papers here and answers whenever you ask. Try one:";
  return make(
    'section',
    { class: 'welcome', 'aria-label': 'First steps' },
    make('p', {}, text),
    make('ul', { class: 'examples' }, ...examples),
  );
}
