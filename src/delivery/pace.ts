/** Posts a second in; a wait before each post, so that a platform's limit is kept rather than met, out. */
import type { Clock } from '../ports.ts';

export interface Pacing {
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}

/** Resolves when the next post may go. Without a rate it resolves at once. */
export function createPace(perSecond: number | undefined, { clock, sleep }: Pacing): () => Promise<void> {
  if (perSecond === undefined) return async () => {};
  const gapMs = 1_000 / perSecond;
  let next = 0;
  return async () => {
    const now = clock();
    // A clock set back must not leave a wait until it has caught up.
    const start = next > now + 60_000 ? now : Math.max(next, now);
    next = start + gapMs;
    if (start > now) await sleep(start - now);
  };
}
