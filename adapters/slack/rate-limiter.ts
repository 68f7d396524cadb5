/** Messages in, each sent at its turn: so many a second for each channel or workspace, and none waits for another. */
import { PaperboyError } from '../../src/model/errors.ts';
import type { Clock } from '../../src/model/ports.ts';

/** Channels remembered before those that wait for nothing are forgotten. */
const MANY = 5000;

export interface Queue {
  /**
   * Does the work at the channel's next turn. When that is further off than `patienceMs`, nothing is done and
   * `later` is thrown at once, so that nothing is sent after its sender stopped waiting for it.
   */
  run<T>(channel: string, patienceMs: number, work: () => Promise<T>): Promise<T>;
  /**
   * Slack asked for a pause in this channel: what waits for its turn already waits on, or is put off when that is
   * beyond its patience. With `again`, the turn at the end of the pause is taken by who asked.
   */
  hold(channel: string, ms: number, again?: boolean): void;
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

  /** Until when a channel may not be written to at all, in milliseconds since 1970. */
  const held = new Map<string, number>();

  function forget(now: number): void {
    for (const turns of [free, held]) {
      if (turns.size < MANY) continue;
      for (const [channel, at] of turns) if (at <= now) turns.delete(channel);
    }
  }

  /** Takes the channel's next turn and gives when it is. @throws when it is after `end` */
  function takeTurn(channel: string, end: number): number {
    const now = clock();
    const start = Math.max(now, free.get(channel) ?? 0, held.get(channel) ?? 0);
    if (start > end) {
      const wait = start - now;
      throw new PaperboyError(
        'later',
        `Posting to ${channel} continues in ${Math.ceil(wait / 1000)} seconds.`,
        { retry: { afterMs: wait } },
      );
    }
    free.set(channel, start + gapMs);
    return start;
  }

  return {
    async run(channel, patienceMs, work) {
      const now = clock();
      const end = now + patienceMs;
      forget(now);
      let turn = takeTurn(channel, end);
      if (turn > now) await sleep(turn - now);
      // A pause may have been asked for meanwhile; timers may be early, so turns are compared, and not the clock.
      while ((held.get(channel) ?? 0) > turn) {
        turn = takeTurn(channel, end);
        await sleep(Math.max(0, turn - clock()));
      }
      return work();
    },
    hold(channel, ms, again = false) {
      const end = Math.max(held.get(channel) ?? 0, clock() + ms);
      held.set(channel, end);
      free.set(channel, Math.max(free.get(channel) ?? 0, again ? end + gapMs : end));
    },
  };
}
