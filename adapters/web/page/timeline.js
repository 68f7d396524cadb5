// @ts-check
/** One channel's messages in order, with dividers between the days and a welcome at the beginning. */
import { make } from './dom.js';
import { dayKey, dayName } from './format.js';
import { renderEntry, renderPending } from './message.js';

/** @import { Shown } from '../conversation.ts' */
/** @import { Press } from './buttons.js' */

/** @typedef {ReturnType<typeof createTimeline>} Timeline */

/** @param {string} channel @param {{ press: Press, send: (text: string) => void, earlier: () => void }} to */
export function createTimeline(channel, to) {
  const element = make('div', { class: 'timeline', 'aria-busy': 'true' });
  const beginning = welcome(channel, to.send);
  const earlier = make(
    'button',
    { type: 'button', class: 'button small earlier', hidden: true },
    'Earlier messages',
  );
  earlier.addEventListener('click', to.earlier);
  element.append(earlier, beginning);

  /** @type {Set<string>} */
  const ids = new Set();
  /** @type {Map<string, ReturnType<typeof renderPending>>} by the mark of its request */
  const pending = new Map();

  /** @returns {HTMLElement[]} */
  const articles = () => [...element.querySelectorAll('article')];
  const kept = () => articles().filter((article) => article.dataset.seq !== undefined);

  /** The first kept article that comes after this entry; new entries are usually the last. @param {Shown} entry */
  function following(entry) {
    /** @type {Element | null} */
    let next = null;
    for (
      let last = element.lastElementChild;
      last instanceof HTMLElement;
      last = /** @type {HTMLElement} */ (last.previousElementSibling)
    ) {
      if (last.dataset.seq !== undefined && Number(last.dataset.seq) < entry.seq) break;
      if (last === beginning) break;
      if (last.tagName === 'ARTICLE') next = last;
    }
    return next;
  }

  /** Puts a divider before the article when its day is not the day before it. @param {HTMLElement} article */
  function divide(article) {
    const at = Number(article.dataset.at);
    let before = article.previousElementSibling;
    if (before?.classList.contains('day')) {
      before.remove();
      before = article.previousElementSibling;
    }
    while (before instanceof HTMLElement && before.dataset.at === undefined)
      before = before.previousElementSibling;
    if (before instanceof HTMLElement && dayKey(Number(before.dataset.at)) === dayKey(at)) return;
    article.before(
      make(
        'div',
        { class: 'day', role: 'separator', 'aria-label': dayName(at) },
        make('span', {}, dayName(at)),
      ),
    );
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

    /** Shows an entry in its place; one that is already here is shown once. @param {Shown} entry @returns {HTMLElement | undefined} */
    add(entry) {
      if (ids.has(entry.id)) return undefined;
      ids.add(entry.id);
      if (entry.nonce !== undefined) this.settle(entry.nonce);
      const article = renderEntry(entry, to.press);
      const next = following(entry);
      element.insertBefore(
        article,
        next?.previousElementSibling?.classList.contains('day') ? next.previousElementSibling : next,
      );
      divide(article);
      if (next instanceof HTMLElement && next.dataset.at !== undefined) divide(next);
      return article;
    },

    /** Shows what was sent until the server confirms it. @param {string} text @param {string} mark */
    wait(text, mark) {
      const waiting = renderPending(text);
      pending.set(mark, waiting);
      element.append(waiting.article);
      return waiting;
    },

    /** The server has confirmed it. @param {string} mark */
    settle(mark) {
      pending.get(mark)?.article.remove();
      pending.delete(mark);
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
      const first = kept().find(
        (article) => Number(article.dataset.seq) > read && article.dataset.mine === undefined,
      );
      first?.before(
        make(
          'div',
          { class: 'new', role: 'separator', 'aria-label': 'New messages' },
          make('span', {}, 'New'),
        ),
      );
      return first;
    },
  };
}

const EXAMPLES = [
  { command: '/papers hyperparameter', hint: 'find papers' },
  { command: '/papers subscribe "continual learning"', hint: 'get them here every day' },
  { command: '/papers help', hint: 'see everything it can do' },
];

/** @param {string} channel @param {(command: string) => void} send */
function welcome(channel, send) {
  const examples = EXAMPLES.map(({ command, hint }) => {
    const button = make(
      'button',
      { type: 'button', class: 'example' },
      make('code', {}, command),
      make('span', {}, hint),
    );
    button.addEventListener('click', () => send(command));
    return make('li', {}, button);
  });
  return make(
    'section',
    { class: 'welcome', 'aria-label': 'First steps' },
    make('p', { class: 'welcome-title' }, `Welcome to #${channel}`),
    make(
      'p',
      {},
      "Paperboy brings the day's papers here, once a day, and answers whenever you ask. Try one:",
    ),
    make('ul', { class: 'examples' }, ...examples),
  );
}
