// @ts-check
/** The line below the page's head: that the server is out of reach, or what was just done. */
import { byId, make } from './dom.js';

/** How long a notice stands; one with a button longer. */
const NOTICE_MS = 8000;
const BUTTON_MS = 20_000;

export function createNotice() {
  const line = byId('line');
  let isAway = false;
  let timer = 0;
  /** What stands there. @type {object | undefined} */
  let shown;

  /** @param {string} words @param {HTMLElement} [button] */
  function write(words, button) {
    clearTimeout(timer);
    shown = {};
    const hadFocus = line.contains(document.activeElement);
    line.replaceChildren(...(words === '' ? [] : [make('span', {}, words)]), ...(button ? [button] : []));
    if (hadFocus) button?.focus();
  }

  const rest = () => write(isAway ? 'Reconnecting…' : '');

  /** @param {number} ms */
  function restIn(ms) {
    // A button in use stays.
    timer = window.setTimeout(() => (line.contains(document.activeElement) ? restIn(ms) : rest()), ms);
  }

  return {
    /** Says something for a while, or until what is returned is called. @param {string} words @param {HTMLElement} [button] */
    say(words, button) {
      write(words, button);
      const own = shown;
      restIn(button === undefined ? NOTICE_MS : BUTTON_MS);
      return () => {
        if (shown === own) rest();
      };
    },
    /** @param {'here' | 'away'} state whether the server is in reach */
    show(state) {
      if (isAway === (state === 'away')) return;
      isAway = state === 'away';
      rest();
    },
  };
}
