/** Recognizes events that are delivered again to this process, by the keys that identify them; `claims.ts` does so for several. */
import type { Clock } from '../model/ports.ts';

/** True when none of the keys was seen within the time kept; remembers all of them. */
export type Dedupe = (...keys: string[]) => boolean;

/** @param outside.keepMs how long a key is remembered; beyond `max` keys the oldest are forgotten first */
export function createDedupe(outside: { clock: Clock; keepMs: number; max: number }): Dedupe {
  const { clock, keepMs, max } = outside;
  /** Key to the time it was first seen, oldest first. */
  const seen = new Map<string, number>();
  return (...keys) => {
    const now = clock();
    for (const [key, at] of seen) {
      if (now - at <= keepMs && seen.size < max) break;
      seen.delete(key);
    }
    const isNew = !keys.some((key) => seen.has(key));
    for (const key of keys) if (!seen.has(key)) seen.set(key, now);
    return isNew;
  };
}
