/** Repeats a call that Slack postponed for a short while. */
import type { Sleep } from '../../src/chat/rate-limiter.ts';
import { laterMs, withRetries } from '../../src/chat/retry.ts';
import { readFailure } from './errors.ts';

/** The longest that a person waits for an answer. Milliseconds. */
const MAX_WAIT_MS = 30_000;
const ATTEMPTS = 4;

/**
 * Repeats only calls that were certainly not carried out, and not before the time that Slack gave.
 * @throws PaperboyError what the last attempt failed with
 */
export function withPatience<T>(
  where: string,
  sleep: Sleep,
  work: () => Promise<T>,
  onWait: (ms: number, again: boolean) => void = () => {},
): Promise<T> {
  const attempt = () =>
    work().catch((thrown: unknown) => {
      throw readFailure(thrown, where);
    });
  return withRetries(attempt, { waitOf: laterMs, maxWaitMs: MAX_WAIT_MS, attempts: ATTEMPTS, sleep, onWait });
}
