/** Takes each signed request once, and only near the time that its signature names. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../src/model/ports.ts';

/** Discord signs a request when it is made. Milliseconds. */
const MOST_SKEW_MS = 5 * 60_000;
/** Beyond this many requests in ten minutes the oldest are forgotten first. */
const MOST_KEPT = 200_000;

export interface Replays {
  /** Whether a timely request was not seen before. It is remembered for as long as its time would be accepted. */
  isNew(timestamp: string, body: Buffer): boolean;
}

export function createReplays(clock: Clock): Replays {
  /** Hash of a request to when it may be forgotten, in the order of arrival. */
  const seen = new Map<string, number>();
  return {
    isNew(timestamp, body) {
      const now = clock();
      for (const [key, until] of seen) {
        if (until >= now && seen.size < MOST_KEPT) break;
        seen.delete(key);
      }
      const key = createHash('sha256').update(timestamp).update('.').update(body).digest('base64url');
      if (seen.has(key)) return false;
      // No time that is accepted now is accepted for longer.
      seen.set(key, now + 2 * MOST_SKEW_MS);
      return true;
    },
  };
}
