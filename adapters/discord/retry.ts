/** Repeats a call that Discord postponed for a moment, so that a person still gets an answer. */
import { RateLimitError } from 'discord.js';
import { realSleep } from '../../src/chat/rate-limiter.ts';
import { withRetries } from '../../src/chat/retry.ts';

/** Longer waits are the caller's to plan. Milliseconds. */
const MAX_WAIT_MS = 5_000;
const ATTEMPTS = 3;

/** Repeats only what Discord did nothing of, so that nothing is done twice. */
export function withPatience<T>(work: () => Promise<T>): Promise<T> {
  return withRetries(work, { waitOf, maxWaitMs: MAX_WAIT_MS, attempts: ATTEMPTS, sleep: realSleep });
}

function waitOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof RateLimitError)) return undefined;
  return Math.max(0, Math.ceil(thrown.retryAfter || thrown.timeToReset));
}
