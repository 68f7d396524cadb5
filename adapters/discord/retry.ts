/** Repeats a call that Discord puts off for a short while, so that a person still gets an answer. */
import { setTimeout as wait } from 'node:timers/promises';
import { RateLimitError } from 'discord.js';

/** Longer waits are the caller's to plan. Milliseconds. */
const MOST_WAIT_MS = 5_000;
const TRIES = 3;

/** Tries again what was put off for a moment: Discord did nothing of it, so that nothing is done twice. */
export async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RateLimitError) || attempt === TRIES) throw error;
      const afterMs = error.retryAfter || error.timeToReset;
      if (!(afterMs <= MOST_WAIT_MS)) throw error;
      await wait(Math.max(0, Math.ceil(afterMs)));
    }
  }
}
