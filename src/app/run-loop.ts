/** Runs an app's rounds: once a minute, and earlier where a wait ends earlier. */
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { App } from './app.ts';
import { startTicks } from './ticks.ts';

/** The ticks are only ticks: `due` works out what is owed, so that neither a gap of the clocks nor a restart loses a day. */
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
