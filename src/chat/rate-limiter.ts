/** Spaces out messages to each channel, and pauses a channel as long as its platform asks. Channels don't wait for each other. */
import { setTimeout as pause } from 'node:timers/promises';
import { createKeyedMutex } from '../keyed-mutex.ts';
import { later } from '../model/errors.ts';
import type { Clock } from '../model/ports.ts';

/** Channels remembered before those that may be written to at once are forgotten. */
const MAX_CHANNELS = 5000;

export type Sleep = (ms: number) => Promise<void>;

export interface RateLimiter {
  /**
   * Does the work at the channel's next turn. When that is further off than `patienceMs`, nothing is done and `later` is
   * thrown at once, so that nothing is sent after its sender stopped waiting for it.
   */
  run<T>(channel: string, patienceMs: number, work: () => Promise<T>): Promise<T>;
  /**
   * Pauses a channel. Work that waits for its turn there waits longer, or is put off when that is beyond its patience.
   * With `again`, the turn at the end of the pause belongs to the caller.
   */
  pause(channel: string, ms: number, again?: boolean): void;
}

export function createRateLimiter(limits: {
  /** Between two turns of one channel. Milliseconds. */
  gapMs: number;
  clock: Clock;
  /** In real time, without keeping the process alive, unless a test says otherwise. */
  sleep?: Sleep;
  /** Work for one channel does not overlap. */
  inOrder?: boolean;
}): RateLimiter {
  const { gapMs, clock, sleep = realSleep, inOrder = false } = limits;
  /** When a channel may be written to next, in milliseconds since 1970. */
  const free = new Map<string, number>();
  /** Until when a channel is paused, in milliseconds since 1970. */
  const paused = new Map<string, number>();
  const mutex = createKeyedMutex();

  function forget(now: number): void {
    for (const times of [free, paused]) {
      if (times.size < MAX_CHANNELS) continue;
      for (const [channel, at] of times) if (at <= now) times.delete(channel);
    }
  }

  /** Takes the channel's next turn and returns when it is. @throws when it is after `end` */
  function takeTurn(channel: string, end: number): number {
    const now = clock();
    const start = Math.max(now, free.get(channel) ?? 0, paused.get(channel) ?? 0);
    if (start > end) {
      const wait = start - now;
      throw later(`Posting to ${channel} continues in ${Math.ceil(wait / 1000)} seconds.`, wait);
    }
    free.set(channel, start + gapMs);
    return start;
  }

  async function run<T>(channel: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
    const now = clock();
    const end = now + patienceMs;
    forget(now);
    let turn = takeTurn(channel, end);
    if (turn > now) await sleep(turn - now);
    // The channel may have been paused meanwhile; timers may be early, so turns are compared, and not the clock.
    while ((paused.get(channel) ?? 0) > turn) {
      turn = takeTurn(channel, end);
      await sleep(Math.max(0, turn - clock()));
    }
    return work();
  }

  return {
    run: inOrder ? (channel, patienceMs, work) => mutex(channel, () => run(channel, patienceMs, work)) : run,
    pause(channel, ms, again = false) {
      const end = Math.max(paused.get(channel) ?? 0, clock() + ms);
      paused.set(channel, end);
      free.set(channel, Math.max(free.get(channel) ?? 0, again ? end + gapMs : end));
    },
  };
}

/** Resolves after so many milliseconds without keeping the process alive; rejects when the signal is aborted. */
export async function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await pause(ms, undefined, { ref: false, signal });
}
