/**
 * Limits how many requests each person or address makes within a time. It counts in this process alone: several processes on one
 * store allow as many each. What paces messages to channels, in turns that all processes share, is `rate-limiter.ts`.
 */
import type { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';

/** Takes so many of the requests that `key` has left, one by default; returns how long to wait where none is left, or 0. Milliseconds. */
export type TakeRequest = (key: string, requests?: number) => Promise<number>;

/** @param within how many seconds `most` requests may be made in. The first request begins them. */
export function createRequestLimit(most: number, within: number): TakeRequest {
  const limiter = new RateLimiterMemory({ points: most, duration: within });
  return (key, requests = 1) =>
    limiter.consume(key, requests).then(
      () => 0,
      // Memory fails in no other way.
      ({ msBeforeNext }: RateLimiterRes) => Math.max(1, msBeforeNext),
    );
}
