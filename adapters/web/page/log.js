// @ts-check
/** The scrolling log: shows one channel's timeline, loads its pages, keeps the reading position, and announces what is new. */
import { readMessages } from './api.js';
import { failure } from './buttons.js';
import { byId } from './dom.js';
import { readUpTo } from './sidebar.js';

/** @import { Shown } from '../conversation.ts' */
/** @import { Timeline } from './timeline.js' */

/** Pixels from the end that still count as being there. */
const NEAR_END = 60;
/** Pixels from the top at which earlier messages are loaded. */
const NEAR_TOP = 150;
const GAP = 12;

/** @param {{ atEnd: () => void, titleOf: (channel: string) => string }} to `atEnd` is called whenever the end comes into view */
export function createLog(to) {
  const log = byId('log');
  const newer = byId('newer', HTMLButtonElement);
  /** @type {Timeline | undefined} */
  let timeline;
  let loadingEarlier = false;
  /** The first message that arrived out of view. @type {HTMLElement | undefined} */
  let firstNew;

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;

  /** Scrolls an element into view: to its end if it fits, else to its beginning. @param {HTMLElement} element */
  function reveal(element) {
    const before = element.previousElementSibling;
    const first = before instanceof HTMLElement && before.dataset.mine !== undefined ? before : element;
    const top = first.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - GAP;
    log.scrollTop = Math.min(top, log.scrollHeight);
  }

  /** Scrolls to the first unread message; a short channel never opened before is shown from its beginning. @param {Timeline} shown */
  function goToUnread(shown) {
    const read = readUpTo(shown.channel);
    const unread = read === undefined ? undefined : shown.markNew(read);
    if (unread !== undefined) reveal(unread);
    else if (read === undefined && shown.isShort()) log.scrollTop = 0;
  }

  async function loadEarlier() {
    const shown = timeline;
    if (shown === undefined || !shown.more || loadingEarlier) return;
    loadingEarlier = true;
    try {
      const { messages, more } = await readMessages(shown.channel, shown.oldest());
      // What is being read keeps its place.
      const below = log.scrollHeight - log.scrollTop;
      for (const entry of messages.reverse()) shown.add(entry);
      shown.setMore(more);
      log.scrollTop = log.scrollHeight - below;
    } catch {
      // The button stays, and the next scroll to the top tries again.
    } finally {
      loadingEarlier = false;
    }
  }

  log.addEventListener('scroll', () => {
    if (log.scrollTop < NEAR_TOP) loadEarlier();
    if (log.hidden || !atEnd()) return;
    newer.hidden = true;
    to.atEnd();
  });
  /** Of the log when it was last in view. Pixels. */
  let height = log.clientHeight;
  // What stands at the lower edge stays there when the box below it grows or shrinks.
  new ResizeObserver(() => {
    if (log.clientHeight === 0) return;
    log.scrollTop += height - log.clientHeight;
    height = log.clientHeight;
  }).observe(log);
  newer.addEventListener('click', () => {
    newer.hidden = true;
    if (firstNew !== undefined) reveal(firstNew);
    log.focus({ preventScroll: true });
  });

  return {
    loadEarlier,

    /** @param {string} title */
    name(title) {
      log.setAttribute('aria-label', `Messages in ${title}`);
    },

    /** @param {Timeline} next */
    show(next) {
      if (timeline !== undefined) timeline.scrollTop = atEnd() ? undefined : log.scrollTop;
      timeline = next;
      newer.hidden = true;
      log.replaceChildren(next.element);
      log.scrollTop = next.scrollTop ?? log.scrollHeight;
      if (next.loaded) goToUnread(next);
    },

    /** Loads a timeline's newest page. @param {Timeline} shown @param {() => void} retry */
    async load(shown, retry) {
      try {
        const { messages, more } = await readMessages(shown.channel);
        for (const entry of messages) shown.add(entry);
        if (!shown.loaded) shown.setMore(more);
        shown.loaded = true;
        shown.element.removeAttribute('aria-busy');
        if (shown !== timeline) return;
        log.scrollTop = log.scrollHeight;
        goToUnread(shown);
      } catch (thrown) {
        const failed = failure(thrown, () => {
          failed.remove();
          retry();
        });
        shown.element.append(failed);
      }
    },

    /**
     * Adds to the shown timeline. At the end, or after the reader's own message, the new element is scrolled into view;
     * elsewhere a button offers it.
     * @param {() => HTMLElement | undefined} change @param {boolean} own
     */
    grow(change, own) {
      const stays = atEnd();
      const element = change();
      if (element === undefined) return;
      if (own || stays) return reveal(element);
      if (newer.hidden) firstNew = element;
      newer.hidden = false;
    },

    ...createAnnouncer(to.titleOf),
  };
}

/** @param {(channel: string) => string} titleOf */
function createAnnouncer(titleOf) {
  const announcer = byId('announcer');
  /** @type {Set<string>} */
  const announced = new Set();
  let forget = 0;
  let unseen = 0;
  let channel = '';

  function drawTitle() {
    const count = unseen === 0 ? '' : `(${unseen}) `;
    document.title = channel === '' ? 'Paperboy' : `${count}${titleOf(channel)} · Paperboy`;
  }

  /** Has a line read out by screen readers, then removes it so that it is not found twice. @param {string} words */
  function announce(words) {
    clearTimeout(forget);
    announcer.textContent = words;
    forget = window.setTimeout(() => {
      announcer.textContent = '';
    }, 1000);
  }

  return {
    announce,

    /** Announces an entry once, and counts it in the page's title while the page is hidden. @param {Shown} entry */
    announceEntry(entry) {
      if (entry.author?.you === true || announced.has(entry.id)) return;
      announced.add(entry.id);
      if (document.visibilityState === 'hidden') unseen += 1;
      const words = entry.message?.summary ?? `${entry.author?.name}: ${entry.text}`;
      announce(entry.channel === channel ? words : `${titleOf(entry.channel)}: ${words}`);
      drawTitle();
    },

    /** Everything in this channel is in view now. @param {string} name */
    seen(name) {
      channel = name;
      unseen = 0;
      drawTitle();
    },
  };
}
