/** Turns what a call to Discord threw into a PaperboyError that says what a person can do. */
import { DiscordAPIError, RateLimitError } from 'discord.js';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';

/** Codes of Discord's own that say more than the status. https://discord.com/developers/docs/topics/opcodes-and-status-codes */
const WHY: Record<number, string> = {
  10003: 'the channel no longer exists',
  50001: 'Paperboy can’t see this channel. Grant it View Channel',
  50013:
    'Paperboy can’t write in this channel. Grant it View Channel, Send Messages and, for threads, Send Messages in Threads',
  50007:
    'this person doesn’t accept direct messages from Paperboy. They can allow them for a server you share',
  50278: 'this person no longer shares a server with Paperboy and hasn’t installed it',
  50083: 'the thread is closed and locked. Open it again',
  160005: 'the thread is locked. Unlock it',
  50008: 'Discord doesn’t allow messages in this kind of channel. Subscribe in another one',
  40003: 'Discord is limiting direct messages',
};
/** 400s that a person can mend in the channel. */
const MENDABLE = new Set([50083, 160005, 50008]);

/**
 * @param channel the channel's id in Paperboy, for the message
 * @returns `no-access`, `later` and `refused` are certain not to have arrived; `uncertain` is for everything without a
 *   definite answer. Neither the token nor an address is in the message; the cause keeps no request.
 */
export function readFailure(thrown: unknown, channel: string): PaperboyError {
  if (thrown instanceof PaperboyError) return named(thrown, channel);
  if (thrown instanceof RateLimitError) {
    const afterMs = Math.max(0, Math.ceil(thrown.retryAfter || thrown.timeToReset));
    const wait = afterMs < 1000 ? `${afterMs} ms` : `${Math.ceil(afterMs / 1000)} s`;
    return failure(
      'later',
      `Discord asked us to wait ${wait} before the next message to ${channel}.`,
      thrown,
      {
        afterMs,
      },
    );
  }
  if (thrown instanceof DiscordAPIError) return readRefusal(thrown, channel);
  const unsent = unsentCode(thrown);
  if (unsent !== undefined) {
    return failure(
      'later',
      `Discord can't be reached (${unsent}), so nothing was sent to ${channel}. It will be tried again.`,
      thrown,
      { afterMs: UNSENT_MS },
    );
  }
  const { status } = thrown as { status?: number };
  const what =
    status === undefined ? `didn't answer (${messageOf(thrown)})` : `had a server error (${status})`;
  return failure('uncertain', `Discord ${what} when we sent the post for ${channel}.`, thrown);
}

function readRefusal(thrown: DiscordAPIError, channel: string): PaperboyError {
  const { status, code, message } = thrown;
  const why = WHY[Number(code)];
  if (status === 403 || status === 404 || MENDABLE.has(Number(code))) {
    const reason =
      why ??
      `Discord says "${message}" (${code}). Check that Paperboy can view the channel and send messages there`;
    return failure('no-access', `${channel}: ${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`, thrown);
  }
  return failure(
    'refused',
    `Discord rejected the post for ${channel}: ${message.slice(0, 300)} (${code}).`,
    thrown,
  );
}

function named(thrown: PaperboyError, channel: string): PaperboyError {
  if (thrown.message.includes(channel)) return thrown;
  return new PaperboyError(thrown.code, `${channel}: ${thrown.message}`, {
    cause: thrown,
    retry: thrown.retry,
  });
}

/** A request that asked for nothing to be changed failed: certainly nothing was shown. */
export function beforePosting(failure: PaperboyError): PaperboyError {
  if (failure.code !== 'uncertain') return failure;
  const message = `${failure.message.split(',')[0]}. Nothing was sent. It will be tried again.`;
  return new PaperboyError('later', message, { cause: failure, retry: { afterMs: TRY_AGAIN_MS } });
}

const TRY_AGAIN_MS = 15_000;
const UNSENT_MS = 30_000;

/** No name found, or no connection: certain not to have arrived. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/** Certain only of a connection that never came about: one that stands can lose its way as well. */
const UNSENT_BY_CONNECT = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** What kept the request from being sent; `fetch` hides it as a cause, or as one of several for several addresses. */
function unsentCode(thrown: unknown): string | undefined {
  let error = thrown as Failed | undefined;
  for (let depth = 0; depth < 6 && typeof error === 'object' && error !== null; depth++) {
    if (Array.isArray(error.errors) && error.errors.length > 0) {
      const codes = error.errors.map(unsentCode);
      return codes.includes(undefined) ? undefined : codes[0];
    }
    const { code, syscall } = error;
    if (typeof code === 'string' && UNSENT.has(code)) return code;
    if (typeof code === 'string' && UNSENT_BY_CONNECT.has(code) && syscall === 'connect') return code;
    error = error.cause as typeof error;
  }
  return undefined;
}

interface Failed {
  code?: unknown;
  syscall?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

function failure(
  code: PaperboyError['code'],
  message: string,
  thrown: unknown,
  retry?: { afterMs: number },
): PaperboyError {
  // The thrown value holds the request, and so an interaction's token: only its words are kept.
  const cause = new Error(messageOf(thrown));
  return new PaperboyError(code, message, { cause, ...(retry ? { retry } : {}) });
}
