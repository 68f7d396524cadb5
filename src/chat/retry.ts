/** Repeats a call that the platform postponed for a short while. */
import { PaperboyError } from '../model/errors.ts';
import type { Sleep } from './rate-limiter.ts';

export interface RetryOptions {
  /** How long a failure asks to wait; undefined where the call may have been carried out or cannot succeed. Milliseconds. */
  waitOf: (thrown: unknown) => number | undefined;
  /** A longer wait is not waited for. Milliseconds. */
  maxWaitMs: number;
  attempts: number;
  sleep: Sleep;
  /** Told of each pause, and whether the call is made again after it. */
  onWait?: (ms: number, again: boolean) => void;
}

/** @throws what the last attempt threw */
export async function withRetries<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { waitOf, maxWaitMs, attempts, sleep, onWait } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      const wait = waitOf(thrown);
      if (wait === undefined) throw thrown;
      const again = wait <= maxWaitMs && attempt < attempts;
      onWait?.(wait, again);
      if (!again) throw thrown;
      await sleep(wait);
    }
  }
}

/** How long a failure asks to wait; undefined when it is not one to try again `later`. Milliseconds. */
export function laterMs(thrown: unknown): number | undefined {
  if (!(thrown instanceof PaperboyError) || thrown.code !== 'later' || thrown.retry === 'never')
    return undefined;
  return thrown.retry.afterMs;
}
