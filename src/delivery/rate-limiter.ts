/** Rate limiter for posts: waits before each so that a platform's limit is not reached. */
import type { Clock } from '../model/ports.ts';

export interface Pacing {
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}

/** A second as platforms count it, and a little for the way there and for clocks that tick in whole milliseconds. */
const WINDOW_MS = 1_003;

/** Posts held up for this long are made good by closer ones, as far as the second before them leaves room. */
const HELD_UP_MS = 250;

/** Waits for its turn, does the last thing before the request, and resolves to what that gave. */
export type Pace = <T>(lastThing: () => Promise<T>) => Promise<T>;

/**
 * Requests that follow are evenly spread, and never more than `perSecond` within a second, whatever held up those before.
 * Without a rate nobody waits.
 */
export function createPace(perSecond: number | undefined, { clock, sleep }: Pacing): Pace {
  if (perSecond === undefined) return (lastThing) => lastThing();
  const gapMs = 1_000 / perSecond;
  /** When the last requests went, oldest first. */
  let went: number[] = [];
  let next = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const wait = async () => {
    const now = clock();
    // A clock that was set back must not leave a wait until it has caught up.
    if (next > now + 60_000 || (went.at(-1) ?? 0) > now) {
      went = [];
      next = now;
    }
    const full = went.length < perSecond ? now : (went[0] ?? now) + WINDOW_MS;
    const at = Math.max(full, next);
    if (at > now) await sleep(at - now);
    next = (next < now - HELD_UP_MS ? now : next) + gapMs;
  };
  return (lastThing) => {
    const mine = turn.then(wait).then(lastThing);
    turn = mine
      .catch(() => {})
      .then(() => {
        went.push(clock());
        if (went.length > perSecond) went.shift();
      });
    return mine;
  };
}
