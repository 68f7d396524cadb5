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

/**
 * @param {string} path
 * @param {unknown} [body] sent as JSON; without it, the path is read
 */
async function call(path, body) {
  const sent = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(path, { signal, ...(body === undefined ? {} : sent) }).catch((thrown) => {
    const slow = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    throw new Error(
      slow ? 'Paperboy took too long to answer.' : "Paperboy can't be reached. Is it still running?",
    );
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(answer.error?.message ?? `Paperboy answered with an error (${response.status}).`);
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

/** Sends a command, or a message. @param {string} channel @param {'ask' | 'messages'} as @param {string} text @param {string} nonce @returns {Promise<Outcome>} */
export const write = (channel, as, text, nonce) => call(`${at(channel)}/${as}`, { text, nonce });

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
  let { after } = to;
  let wait = FIRST_WAIT_MS;
  /** @type {EventSource | undefined} */
  let source;
  /** @type {number | undefined} */
  let timer;

  /** What is done on each event. @type {Record<string, (event: MessageEvent) => void>} */
  const heard = {
    hello() {
      wait = FIRST_WAIT_MS;
      to.state('here');
    },
    entry(event) {
      const entry = JSON.parse(event.data);
      after = Math.max(after, entry.seq);
      to.entry(entry);
    },
    channels: to.channels,
    reload(event) {
      after = Number(event.lastEventId);
      to.reload();
    },
    heartbeat() {},
    // Other tabs of this browser are in use; this one continues when it is visible again.
    rest: close,
  };

  function open() {
    close();
    source = new EventSource(`/api/events?after=${after}`);
    watch();
    for (const [name, hear] of Object.entries(heard)) {
      source.addEventListener(name, (event) => {
        watch();
        hear(event);
      });
    }
    source.addEventListener('error', lost);
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  function watch() {
    clearTimeout(timer);
    timer = window.setTimeout(lost, SILENCE_MS);
  }

  function lost() {
    close();
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
