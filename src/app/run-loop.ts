/** Reads the sources and delivers what is due, once a minute, or sooner when a waiting delivery becomes ready. */
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { App } from './app.ts';
import { startTicks } from './ticks.ts';

/** A tick carries nothing: the planner works out what is due, so neither a change of the clocks nor a restart loses a day. */
export function startRunLoop(
  app: Pick<App, 'readSources' | 'deliver' | 'nextReady'>,
  clock: Clock,
  log: Log,
): { stop(): Promise<void> } {
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
      log.error('this round failed; trying again in a minute', { reason: messageOf(error) });
    }
  };
  /** A tick during a run is skipped: the next one does its work. */
  const run = (withSources: boolean) => {
    if (busy || stopped) return;
    busy = true;
    running = work(withSources).finally(() => {
      busy = false;
    });
  };

  const ticks = startTicks(() => run(true));
  run(false);
  return {
    async stop() {
      stopped = true;
      clearTimeout(early);
      ticks.stop();
      await running;
    },
  };
}
