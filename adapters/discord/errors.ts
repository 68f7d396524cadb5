/** Turns what a call to Discord threw into a PaperboyError that says what a person can do. */
import { DiscordAPIError, RateLimitError } from 'discord.js';
import { unanswered } from '../../src/chat/unanswered.ts';
import { unsentReason } from '../../src/chat/unsent.ts';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';

/** Codes of Discord's own that say more than the status. https://discord.com/developers/docs/topics/opcodes-and-status-codes */
const WHY: Record<number, string> = {
  10003: 'the channel no longer exists',
  50001: "Paperboy can't see this channel. Grant it View Channel",
  50013:
    "Paperboy can't write in this channel. Grant it View Channel, Send Messages and, for threads, Send Messages in Threads",
  50007:
    "this person doesn't accept direct messages from Paperboy. They can allow them for a server you share",
  50278: "this person no longer shares a server with Paperboy and hasn't installed it",
  50083: 'the thread is closed and locked. Open it again',
  160005: 'the thread is locked. Unlock it',
  50008: "Discord doesn't allow messages in this kind of channel. Subscribe in another one",
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
  const unsent = unsentReason(thrown);
  if (unsent !== undefined) {
    return failure(
      'later',
      `Discord can't be reached (${unsent}), so nothing was sent to ${channel}. It will be tried again.`,
      thrown,
      { afterMs: UNSENT_MS },
    );
  }
  const { status } = (thrown ?? {}) as { status?: unknown };
  const what = typeof status === 'number' ? `had a server error (${status})` : unanswered(thrown);
  return failure('uncertain', `${channel}: Discord ${what}.`, thrown);
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

/** Whether Discord refused a request with one of these codes. */
export function isRefusal(thrown: unknown, ...codes: number[]): boolean {
  return thrown instanceof DiscordAPIError && codes.includes(Number(thrown.code));
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
  const message = `${failure.message} Nothing was sent. It will be tried again.`;
  return new PaperboyError('later', message, { cause: failure, retry: { afterMs: TRY_AGAIN_MS } });
}

const TRY_AGAIN_MS = 15_000;
const UNSENT_MS = 30_000;

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
