// @ts-check
/** Follows the server's events, and catches up on what was missed while disconnected. */

/** @import { Shown } from '../conversation.ts' */

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;
/** Twice the server's heartbeat, and some. */
const SILENCE_MS = 40_000;

/**
 * The browser's own reconnecting gives up on some errors and waits as it likes, so each line is opened anew here.
 * @param {{
 *   after: number,
 *   entry: (entry: Shown) => void,
 *   channels: () => void,
 *   reload: () => void,
 *   state: (state: 'here' | 'away') => void,
 * }} to
 */
export function follow(to) {
  let after = to.after;
  let wait = FIRST_WAIT_MS;
  /** @type {EventSource | undefined} */
  let source;
  /** @type {number | undefined} */
  let timer;

  function open() {
    clearTimeout(timer);
    source?.close();
    const line = new EventSource(`/api/events?after=${after}`);
    source = line;
    watch();
    on(line, 'hello', () => {
      wait = FIRST_WAIT_MS;
      to.state('here');
    });
    on(line, 'entry', (event) => {
      const entry = JSON.parse(event.data);
      after = Math.max(after, entry.seq);
      to.entry(entry);
    });
    on(line, 'channels', () => to.channels());
    on(line, 'reload', (event) => {
      after = Number(event.lastEventId);
      to.reload();
    });
    on(line, 'heartbeat', () => {});
    on(line, 'rest', () => {
      // Other tabs of this browser are in use; this one goes on when it is looked at again.
      clearTimeout(timer);
      line.close();
      source = undefined;
    });
    line.addEventListener('error', () => {
      if (line === source) lost();
    });
  }

  /** @param {EventSource} line @param {string} name @param {(event: MessageEvent) => void} heard */
  function on(line, name, heard) {
    line.addEventListener(name, (event) => {
      if (line !== source) return;
      watch();
      heard(event);
    });
  }

  function watch() {
    clearTimeout(timer);
    timer = window.setTimeout(lost, SILENCE_MS);
  }

  function lost() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    to.state('away');
    timer = window.setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  function wake() {
    if (document.visibilityState === 'visible' && source === undefined) open();
  }

  document.addEventListener('visibilitychange', wake);
  window.addEventListener('focus', wake);
  window.addEventListener('online', wake);
  open();
}
