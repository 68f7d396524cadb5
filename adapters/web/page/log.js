// @ts-check
/** The log's window onto a room: it stays at the end for those who are there, and never moves under those who read above. */
import { byId } from './dom.js';

/** @import { Room } from './room.js' */

/** @typedef {ReturnType<typeof createLog>} Log */

/** Pixels from the end that still count as being there. */
const NEAR = 60;
const GAP = 12;

/** @param {{ atTop: () => void, atEnd: () => void }} to */
export function createLog(to) {
  const log = byId('log');
  const newer = byId('newer', HTMLButtonElement);
  const announcer = byId('announcer');
  /** @type {Room | undefined} */
  let room;
  let forget = 0;
  /** The first message that came while its reader was elsewhere. @type {HTMLElement | undefined} */
  let firstNew;

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;

  /** Brings an element into view, to its end if that fits, else to its beginning. @param {HTMLElement} element */
  function reveal(element) {
    const before = element.previousElementSibling;
    const first = before instanceof HTMLElement && before.dataset.mine !== undefined ? before : element;
    const top = first.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - GAP;
    log.scrollTop = Math.min(top, log.scrollHeight);
  }

  /** @param {HTMLElement} element */
  function offer(element) {
    if (newer.hidden) firstNew = element;
    newer.hidden = false;
  }

  log.addEventListener('scroll', () => {
    if (log.scrollTop < 150) to.atTop();
    if (atEnd()) {
      newer.hidden = true;
      to.atEnd();
    }
  });

  newer.addEventListener('click', () => {
    newer.hidden = true;
    if (firstNew !== undefined) reveal(firstNew);
    log.focus({ preventScroll: true });
  });

  return {
    atEnd,
    reveal,
    toEnd() {
      log.scrollTop = log.scrollHeight;
    },
    toTop() {
      log.scrollTop = 0;
    },

    /** @param {Room} next */
    show(next) {
      if (room !== undefined) room.scrollTop = atEnd() ? undefined : log.scrollTop;
      room = next;
      newer.hidden = true;
      log.setAttribute('aria-label', `Messages in #${next.channel}`);
      log.replaceChildren(next.element);
      log.scrollTop = next.scrollTop ?? log.scrollHeight;
    },

    /**
     * Changes the room; whoever was at the end, or has just sent something, sees the first new element.
     * @param {() => HTMLElement | undefined} change @param {boolean} own
     */
    grow(change, own) {
      const stays = atEnd();
      const element = change();
      if (element === undefined) return;
      if (own || stays) reveal(element);
      else offer(element);
    },

    /** Puts earlier messages above without moving what is being read. @param {() => void} change */
    growAbove(change) {
      const below = log.scrollHeight - log.scrollTop;
      change();
      log.scrollTop = log.scrollHeight - below;
    },

    /** Says a line to screen readers; it is taken away again, so that no one reads it twice. @param {string} words */
    announce(words) {
      clearTimeout(forget);
      announcer.textContent = words;
      forget = window.setTimeout(() => {
        announcer.textContent = '';
      }, 1000);
    },
  };
}
