/** An app in, its work once a minute, and earlier where a wait ends earlier, out. */
import cron from 'node-cron';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { App } from './app.ts';

/** node-cron skips days at a spring-forward and keeps nothing over a restart, so it only ticks; `due` does the rest. */
const EVERY_MINUTE = '* * * * *';

export function startClockwork(app: App, clock: Clock, log: Log): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let stopped = false;
  let early: NodeJS.Timeout | undefined;

  const work = async (withSources: boolean) => {
    try {
      if (withSources) await app.readSources();
      await app.deliver();
      const next = await app.nextReady();
      // What is more than a minute away is left to the next tick.
      if (!stopped && next !== undefined && next - clock() < 60_000) {
        clearTimeout(early);
        early = setTimeout(() => run(false), Math.max(next - clock(), 50));
      }
    } catch (error) {
      log.error('the round failed and is tried again in a minute', { reason: messageOf(error) });
    }
  };
  /** A tick that comes while one is running is left out: the next one does its work. */
  const run = (withSources: boolean) => {
    if (busy || stopped) return;
    busy = true;
    running = work(withSources).finally(() => {
      busy = false;
    });
  };

  const task = cron.schedule(EVERY_MINUTE, () => run(true), { noOverlap: true });
  run(false);
  return {
    async stop() {
      stopped = true;
      clearTimeout(early);
      await task.destroy();
      await running;
    },
  };
}
