/** Holds public reading to a pace, so that a flood of requests takes no time from chat and posts. */
import type { Context, Next } from 'hono';
import type { Clock } from '../../src/model/ports.ts';
import { Refused } from './problem.ts';

/** Requests a second over time, and at once after a rest. */
const PER_SECOND = 30;
const AT_ONCE = 120;

/** @throws Refused 429 for requests beyond the pace, whoever makes them: behind a proxy all have one address */
export function createPace(clock: Clock) {
  let left = AT_ONCE;
  let at = clock();
  return async (_: Context, next: Next): Promise<void> => {
    const now = clock();
    // A clock that is set back gives nothing.
    left = Math.min(AT_ONCE, left + (Math.max(0, now - at) / 1_000) * PER_SECOND);
    at = now;
    if (left < 1)
      throw new Refused(429, 'Too many requests at once. Try again in a few seconds.', {
        'Retry-After': '2',
      });
    left--;
    await next();
  };
}
