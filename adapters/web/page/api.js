// @ts-check
/** Calls the server's API, and turns failures into sentences. */

/** @import { Shown, Outcome } from '../conversation.ts' */
/** @import { ButtonAction } from '../../../src/model/message.ts' */
/** @typedef {{ name: string, id: string, latest: number }} Channel */

const PATIENCE_MS = 30_000;

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

/** A mark by which the server knows a repeated request, so that nothing is done twice. */
export function newMark() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}

/** @returns {Promise<{ channels: Channel[], seq: number, you: { name: string } }>} */
export const readChannels = () => call('/api/channels');

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
