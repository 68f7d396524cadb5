/**
 * Spaces out messages to each channel, and pauses a channel as long as its platform asks. Channels don't wait for each other. Where
 * turns are shared, the space holds for all processes on the store together.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createKeyedMutex } from '../keyed-mutex.ts';
import { span } from '../model/counted.ts';
import { later } from '../model/errors.ts';
import type { Clock, Turns } from '../model/ports.ts';
import { HeldUp, whileMayStart } from './may-start.ts';

/** Channels remembered before those that may be written to at once are forgotten. */
const MAX_CHANNELS = 5000;
/** Work that starts later than this after the caller's patience was held up, as in a process that was stopped. Milliseconds. */
const LATE_MS = 1_000;
/** A turn that is missed by more than this is let go: others may have posted since. Milliseconds. */
const MISSED_MS = 250;
const MOST_TURNS = 3;
/** Work that missed as many turns is put off for this long. Milliseconds. */
const PUT_OFF_MS = 1_000;
/** Of what the store last took to give a turn, so much still counts at the next; and the most that counts at all. Milliseconds. */
const STILL_COUNTS = 0.95;
const MOST_AHEAD_MS = 2_000;

export type Sleep = (ms: number) => Promise<void>;

export interface RateLimiter {
  /**
   * Does the work at the channel's next turn. When that is further off than `patienceMs`, nothing is done and `later` is
   * thrown at once, so that nothing is sent after its sender stopped waiting for it. The same when the turn came too late.
   */
  run<T>(channel: string, patienceMs: number, work: () => Promise<T>): Promise<T>;
  /**
   * The same for work that is one request by a guarded fetch: where it is not on its way soon after its turn, as it waited for a
   * connection, nothing is sent and it takes another turn. So the requests themselves keep the gap.
   */
  request<T>(channel: string, patienceMs: number, work: () => Promise<T>): Promise<T>;
  /**
   * Pauses a channel. Work that waits for its turn there waits longer, or is put off when that is beyond its patience.
   * With `again`, the turn at the end of the pause belongs to the caller.
   */
  pause(channel: string, ms: number, again?: boolean): void;
}

export interface RateLimits {
  /** Between two turns of one channel. Milliseconds. */
  gapMs: number;
  clock: Clock;
  /** In real time, without keeping the process alive, unless a test says otherwise. */
  sleep?: Sleep;
  /** A turn that is missed by more than this is let go; a quarter of a second unless told otherwise. */
  missedMs?: number;
  /** Work for one channel does not overlap. */
  inOrder?: boolean;
  /** Turns of all processes, and how they are called before the channel's name; absent: this process is the only one. */
  shared?: { turns: Turns; name: string } | undefined;
}

export function createRateLimiter(limits: RateLimits): RateLimiter {
  const { gapMs, missedMs = MISSED_MS, clock, sleep = realSleep, inOrder = false, shared } = limits;
  /** When a channel may be written to next, in milliseconds since 1970. */
  const free = new Map<string, number>();
  /** Until when a channel is paused, in milliseconds since 1970. */
  const paused = new Map<string, number>();
  const mutex = createKeyedMutex();
  /** What the store takes to give a turn: turns are asked for as far ahead, or each would be over when it is known. */
  let aheadMs = 0;
  const sharedName = (channel: string) => `${shared?.name} ${channel}`;

  function forget(now: number): void {
    for (const times of [free, paused]) {
      if (times.size < MAX_CHANNELS) continue;
      for (const [channel, at] of times) if (at <= now) times.delete(channel);
    }
  }

  const tooLate = (channel: string, waitMs: number) =>
    later(`Posting to ${channel} continues in ${span(waitMs)}.`, Math.ceil(waitMs), true);

  /** Takes the channel's next turn and returns when it is. @throws when it is after `end` */
  function takeTurn(channel: string, end: number, now = clock()): number {
    const start = Math.max(now, free.get(channel) ?? 0, paused.get(channel) ?? 0);
    if (start > end) throw tooLate(channel, start - now);
    free.set(channel, start + gapMs);
    return start;
  }

  /** The same among all processes. A store that cannot be asked leaves this one its own turns. */
  async function takeSharedTurn({ turns }: { turns: Turns }, channel: string, end: number): Promise<number> {
    const now = clock();
    const from = Math.max(now + aheadMs, free.get(channel) ?? 0, paused.get(channel) ?? 0);
    if (from > end) throw tooLate(channel, from - now);
    const turn = await turns.take(sharedName(channel), from, gapMs, end - from).catch(() => undefined);
    aheadMs = Math.min(MOST_AHEAD_MS, Math.max(clock() - now, Math.floor(aheadMs * STILL_COUNTS)));
    if (turn === undefined) return takeTurn(channel, end);
    if (!turn.taken) throw tooLate(channel, Math.max(0, turn.at - clock()));
    free.set(channel, Math.max(free.get(channel) ?? 0, turn.at + gapMs));
    return turn.at;
  }

  const isMissed = (turn: number) => clock() - turn > missedMs;
  /** Takes one more turn and waits for it. */
  async function nextTurn(channel: string, end: number): Promise<number> {
    const turn = shared ? await takeSharedTurn(shared, channel, end) : takeTurn(channel, end);
    await sleep(Math.max(0, turn - clock()));
    return turn;
  }

  async function run<T>(channel: string, patienceMs: number, work: (turn: number) => Promise<T>): Promise<T> {
    const now = clock();
    const end = now + patienceMs;
    forget(now);
    // What need not wait begins before anything else: a pause that comes next does not hold it.
    let turn = shared ? await takeSharedTurn(shared, channel, end) : takeTurn(channel, end, now);
    if (turn > now) await sleep(Math.max(0, turn - clock()));
    for (let turns = 1; turns < MOST_TURNS && isMissed(turn); turns++) turn = await nextTurn(channel, end);
    // The channel may have been paused meanwhile; timers may be early, so turns are compared, and not the clock.
    while ((paused.get(channel) ?? 0) > turn) turn = await nextTurn(channel, end);
    if (clock() > end + LATE_MS) throw tooLate(channel, 0);
    return work(turn);
  }

  async function request<T>(channel: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
    const end = clock() + patienceMs;
    let taken = end;
    const inTime = (turn: number) => {
      taken = turn;
      return whileMayStart(() => !isMissed(turn), work);
    };
    for (let turns = 1; turns <= MOST_TURNS; turns++) {
      try {
        return await run(channel, end - clock(), inTime);
      } catch (error) {
        // Where the turn was not missed, the caller itself may not start any more.
        if (!(error instanceof HeldUp && isMissed(taken))) throw error;
      }
    }
    throw tooLate(channel, PUT_OFF_MS);
  }

  return {
    run: inOrder ? (channel, patienceMs, work) => mutex(channel, () => run(channel, patienceMs, work)) : run,
    request,
    pause(channel, ms, again = false) {
      const end = Math.max(paused.get(channel) ?? 0, clock() + ms);
      const next = again ? end + gapMs : end;
      paused.set(channel, end);
      free.set(channel, Math.max(free.get(channel) ?? 0, next));
      // Where the store cannot be told, others learn it from the platform.
      shared?.turns.hold(sharedName(channel), next).catch(() => {});
    },
  };
}

/** Resolves after so many milliseconds without keeping the process alive; rejects when the signal is aborted. */
export async function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await pause(ms, undefined, { ref: false, signal });
}
