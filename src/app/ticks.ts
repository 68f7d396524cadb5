/** Ticks once a minute, regardless of the process's time zone and of clock changes. */
import cron from 'node-cron';
import type { Clock } from '../model/ports.ts';

const EVERY_MINUTE = '* * * * *';
/** The longest wait, so that a clock set back stops no tick; and the shortest. Milliseconds. */
const MINUTE_MS = 60_000;
const LEAST_MS = 500;

/**
 * Calls `tick` at every full minute. node-cron says when the next minute begins; the timer is ours. node-cron's own cuts the
 * milliseconds off in local time, which is an hour off while clocks go back: it then waits an hour, or spins. It also waits
 * until a clock that was set back has caught up. After sleep there is one tick: each does all that is due.
 * @param clock by which a minute is full: all processes on a store have the same, which may be seconds off this machine's
 */
export function startTicks(tick: () => void, clock: Clock): { stop(): void } {
  const minute = cron.createTask(EVERY_MINUTE, () => {}, { timezone: 'UTC' });
  let timer: NodeJS.Timeout;
  const arm = () => {
    const [next] = minute.getNextRuns(1);
    // Some full minute, by the clock of this machine: how far away the next one is by the other.
    const wait = ((next?.getTime() ?? 0) - clock()) % MINUTE_MS;
    timer = setTimeout(beat, Math.max(LEAST_MS, wait > 0 ? wait : wait + MINUTE_MS));
  };
  const beat = () => {
    arm();
    tick();
  };
  arm();
  return {
    stop() {
      clearTimeout(timer);
      void minute.destroy();
    },
  };
}
