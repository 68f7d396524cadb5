/** Reserves turns to post, so that a platform's limit holds for all processes on the store together. */
import type { Clock } from '../model/ports.ts';

/** Turns reserved by one statement. */
const BLOCK = 10;
/** A turn that is later than this is let go: others may have posted since. Milliseconds. */
const LATE_MS = 50;
/** Turns are never reserved so far ahead: the clock was set back, and this process goes by itself until it has caught up. */
const PATIENCE_MS = 60_000;

/**
 * Reserves the next turn called `name` and returns its moment; the turn after it is `gapMs` later. Undefined when it would be
 * more than `patienceMs` after `now`, and then none is reserved.
 */
export type TakeTurn = (
  name: string,
  now: number,
  gapMs: number,
  patienceMs: number,
) => Promise<number | undefined>;

/** Returns a function that resolves to the moment of the next turn. Turns are taken in blocks. */
export function createSharedTurns(
  name: string,
  gapMs: number,
  takeTurn: TakeTurn,
  clock: Clock,
): () => Promise<number> {
  let next = 0;
  let left = 0;
  return async () => {
    if (left === 0 || next < clock() - LATE_MS) {
      const now = clock();
      next = (await takeTurn(name, now, gapMs * BLOCK, PATIENCE_MS)) ?? now;
      left = BLOCK;
    }
    const turn = next;
    next += gapMs;
    left--;
    return turn;
  };
}
