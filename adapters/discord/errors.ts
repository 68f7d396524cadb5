/** Turns what a call to Discord threw into a PaperboyError that says what a person can do. */
import { DiscordAPIError, RateLimitError } from 'discord.js';
import { about, askedToWait, noAnswer } from '../../src/chat/no-answer.ts';
import { fieldOf, later, PaperboyError } from '../../src/model/errors.ts';

/** Codes of Discord's own that say more than the status. https://discord.com/developers/docs/topics/opcodes-and-status-codes */
const WHY: Record<number, string> = {
  10003: 'The channel no longer exists',
  50001: "Paperboy can't see this channel. Grant it View Channel",
  50013:
    "Paperboy can't write in this channel. Grant it View Channel, Send Messages and, for threads, Send Messages in Threads",
  50007:
    'Direct messages from Paperboy are turned off. They can be allowed in the privacy settings of a server that you share with it',
  50278: "This person no longer shares a server with Paperboy and hasn't installed it",
  50083: 'The thread is closed and locked. Open it again',
  160005: 'The thread is locked. Unlock it',
  50008: "Discord doesn't allow messages in this kind of channel. Subscribe in another one",
  40003: 'Discord is limiting direct messages',
};
/** 400s that a person can mend in the channel. */
const MENDABLE = new Set([50083, 160005, 50008]);

/** Wait before a request that only read something is made again. Milliseconds. */
const READ_AGAIN_MS = 15_000;

/**
 * @param channel the channel's id in Paperboy, for the message
 * @returns `no-access`, `later` and `refused` are certain not to have arrived; `uncertain` is for everything without a
 *   definite answer. Neither the token nor an address is in it: what was thrown holds the request, and is not kept.
 */
export function readFailure(thrown: unknown, channel: string): PaperboyError {
  if (thrown instanceof PaperboyError) return named(thrown, channel);
  const wait = rateLimitMs(thrown);
  if (wait !== undefined) return askedToWait(wait, 'Discord', channel);
  if (thrown instanceof DiscordAPIError) return readRefusal(thrown, channel);
  const status = fieldOf(thrown, 'status');
  if (typeof status === 'number')
    return new PaperboyError('uncertain', about(channel, `Discord had a server error (${status}).`));
  return noAnswer(thrown, 'Discord', channel);
}

/** How long Discord asks to wait before the same call; undefined for anything but a rate limit. Milliseconds. */
export function rateLimitMs(thrown: unknown): number | undefined {
  if (!(thrown instanceof RateLimitError)) return undefined;
  return Math.max(0, Math.ceil(thrown.retryAfter || thrown.timeToReset));
}

/** The same for a limit on all requests with this token. */
export function globalLimitMs(thrown: unknown): number | undefined {
  return thrown instanceof RateLimitError && thrown.global ? rateLimitMs(thrown) : undefined;
}

function readRefusal(thrown: DiscordAPIError, channel: string): PaperboyError {
  const { status, code, message } = thrown;
  if (!isDiscords(thrown))
    return new PaperboyError('uncertain', about(channel, `Discord answered ${status} without a reason.`));
  if (status !== 403 && status !== 404 && !MENDABLE.has(Number(code)))
    return new PaperboyError(
      'refused',
      `Discord rejected the post for ${channel}: ${message.slice(0, 300)} (${code}).`,
    );
  const reason =
    WHY[Number(code)] ??
    `Discord says "${message}" (${code}). Check that Paperboy can view the channel and send messages there`;
  return new PaperboyError('no-access', `${channel}: ${reason}.`);
}

/** Whether Discord itself refused a request: its answers have a number for a code, those of a proxy have none. */
export function isDiscords(thrown: unknown): thrown is DiscordAPIError {
  return thrown instanceof DiscordAPIError && typeof thrown.code === 'number';
}

/** Whether Discord refused a request with one of these codes. */
export function isRefusal(thrown: unknown, ...codes: number[]): boolean {
  return thrown instanceof DiscordAPIError && codes.includes(Number(thrown.code));
}

function named(thrown: PaperboyError, channel: string): PaperboyError {
  const { code, message, retry, isOwnPace } = thrown;
  if (message.includes(channel)) return thrown;
  return new PaperboyError(code, `${channel}: ${message}`, { cause: thrown, retry, isOwnPace });
}

/** A request that asked for nothing to be changed failed: certainly nothing was shown. */
export function beforePosting(failure: PaperboyError): PaperboyError {
  if (failure.code !== 'uncertain') return failure;
  return later(`${failure.message} Nothing was sent. It will be tried again.`, READ_AGAIN_MS);
}
