/** Messages in, each sent at its turn: so many a second for each channel or workspace, and none waits for another. */
import { PaperboyError } from '../../src/errors.ts';
import type { Clock } from '../../src/ports.ts';

/** Channels remembered before those that wait for nothing are forgotten. */
const MANY = 5000;

export interface Queue {
  /**
   * Does the work at the channel's next turn. When that is further off than `patienceMs`, nothing is done and
   * `later` is thrown at once, so that nothing is sent after its sender stopped waiting for it.
   */
  run<T>(channel: string, patienceMs: number, work: () => Promise<T>): Promise<T>;
  /** Slack asked for a pause in this channel. */
  hold(channel: string, ms: number): void;
}

/** @param outside.gapMs between two turns of one channel */
export function createQueue(outside: {
  gapMs: number;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}): Queue {
  const { gapMs, clock, sleep } = outside;
  /** When a channel may be written to next, in milliseconds since 1970. */
  const free = new Map<string, number>();

  function forget(now: number): void {
    if (free.size < MANY) return;
    for (const [channel, at] of free) if (at <= now) free.delete(channel);
  }

  return {
    async run(channel, patienceMs, work) {
      const now = clock();
      forget(now);
      const start = Math.max(now, free.get(channel) ?? 0);
      const wait = start - now;
      if (wait > patienceMs) {
        throw new PaperboyError(
          'later',
          `${channel} is written to again in ${Math.ceil(wait / 1000)} seconds.`,
          {
            retry: { afterMs: wait },
          },
        );
      }
      free.set(channel, start + gapMs);
      if (wait > 0) await sleep(wait);
      return work();
    },
    hold(channel, ms) {
      free.set(channel, Math.max(free.get(channel) ?? 0, clock() + ms));
    },
  };
}
