/** Ticks once a minute, regardless of the process's time zone and of clock changes. */
import cron from 'node-cron';

const EVERY_MINUTE = '* * * * *';
/** The longest wait, so that a clock set back stops no tick; and the shortest. Milliseconds. */
const MOST_MS = 60_000;
const LEAST_MS = 500;

/**
 * Calls `tick` at every full minute. node-cron says when the next minute begins; the timer is ours. node-cron's own cuts the
 * milliseconds off in local time, which is an hour off while clocks go back: it then waits an hour, or spins. It also waits
 * until a clock that was set back has caught up. After sleep there is one tick: each does all that is due.
 */
export function startTicks(tick: () => void): { stop(): void } {
  const minute = cron.createTask(EVERY_MINUTE, () => {}, { timezone: 'UTC' });
  let timer: NodeJS.Timeout;
  const arm = () => {
    const [next] = minute.getNextRuns(1);
    const wait = (next?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now();
    timer = setTimeout(beat, Math.max(LEAST_MS, Math.min(wait, MOST_MS)));
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
