// @ts-check
/** Calls the server's API, and follows its event stream with a reconnect after every loss. */

/** @import { Outcome, Shown } from '../conversation.ts' */
/** @import { CommandSpec } from '../../../src/model/command-spec.ts' */
/** @import { ButtonAction } from '../../../src/model/message.ts' */

/** @typedef {{ name: string, id: string, latest: number }} Channel */

/** How long an answer may take. */
const PATIENCE_MS = 30_000;
/** The waits between attempts to reconnect, doubled each time. */
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;
/** A stream silent for this long is lost: more than two of the server's heartbeats. */
const SILENCE_MS = 40_000;

export class ApiError extends Error {
  /** @param {string} message @param {boolean} away whether the server was not reached at all */
  constructor(message, away = false) {
    super(message);
    this.away = away;
  }
}

/**
 * @param {string} path
 * @param {unknown} [body] sent as JSON; without it, the path is read
 */
async function call(path, body) {
  /** @type {RequestInit} */
  const init = { signal: AbortSignal.timeout(PATIENCE_MS) };
  if (body !== undefined) {
    init.method = 'POST';
    init.headers = { 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(path, init).catch((thrown) => {
    const slow = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    throw new ApiError(
      slow ? 'Paperboy took too long to answer.' : "Paperboy can't be reached. Is it still running?",
      true,
    );
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new ApiError(answer.error?.message ?? `Paperboy answered with an error (${response.status}).`);
}

/** @param {string} channel */
const at = (channel) => `/api/channels/${encodeURIComponent(channel)}`;

/** A new idempotency key: the server carries out requests with the same key once. */
export function newMark() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}

/** @returns {Promise<{ channels: Channel[], seq: number, you: { name: string } }>} */
export const readChannels = () => call('/api/channels');

/** @returns {Promise<CommandSpec[]>} */
export const readCommands = () => call('/api/commands');

/** @param {string} name @returns {Promise<{ channel: Channel }>} */
export const addChannel = (name) => call('/api/channels', { name });

/** @param {string} channel @param {number} [before] @returns {Promise<{ messages: Shown[], more: boolean }>} */
export const readMessages = (channel, before) =>
  call(`${at(channel)}/messages${before === undefined ? '' : `?before=${before}`}`);

/** @param {string} channel @param {string} text @param {string} nonce @returns {Promise<Outcome>} */
export const ask = (channel, text, nonce) => call(`${at(channel)}/ask`, { text, nonce });

/** @param {string} channel @param {string} text @param {string} nonce @returns {Promise<Outcome>} */
export const say = (channel, text, nonce) => call(`${at(channel)}/messages`, { text, nonce });

/** @param {string} channel @param {ButtonAction} act @param {string} nonce @returns {Promise<Outcome>} */
export const press = (channel, act, nonce) => call(`${at(channel)}/press`, { act, nonce });

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
      // Other tabs of this browser are in use; this one continues when it is visible again.
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
