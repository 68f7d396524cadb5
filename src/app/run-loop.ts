/** Reads the sources and plans once a minute; sends what was planned, and what was put off as soon as it is ready. */
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Jobs } from '../store/jobs.ts';
import type { App } from './app.ts';
import { startTicks } from './ticks.ts';

/** What is further away is left to the next tick; the shortest wait keeps a busy moment from spinning. Milliseconds. */
const TICK_MS = 60_000;
const LEAST_MS = 50;

export interface RunLoopContext {
  clock: Clock;
  log: Log;
  /** Where several processes share the work, one of them has the tick; without it, this process has every one. */
  jobs?: Pick<Jobs, 'round'>;
}

/** A tick carries nothing: the planner works out what is due, so neither a change of the clocks nor a restart loses a day. */
export function startRunLoop(
  app: Pick<App, 'readSources' | 'plan' | 'send' | 'stopSending' | 'nextReady'>,
  { clock, log, jobs }: RunLoopContext,
): { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  let planning = false;
  let stopped = false;
  let early: NodeJS.Timeout | undefined;

  /** Resolves when the work has ended; never rejects. */
  const start = (work: () => Promise<void>): Promise<void> => {
    if (stopped) return Promise.resolve();
    const done = work()
      .catch((error) =>
        log.error('this round failed; trying again in a minute', { reason: messageOf(error) }),
      )
      .finally(() => underWay.delete(done));
    underWay.add(done);
    return done;
  };
  const send = async () => {
    await app.send();
    if (jobs !== undefined) return;
    const next = await app.nextReady();
    if (stopped || next === undefined || next - clock() >= TICK_MS) return;
    clearTimeout(early);
    early = setTimeout(() => void start(send), Math.max(next - clock(), LEAST_MS));
  };
  const plan = async (withSources: boolean) => {
    // A tick during a run is skipped: the next one does its work.
    if (planning) return;
    planning = true;
    try {
      if (withSources) await app.readSources();
      await app.plan();
    } finally {
      planning = false;
      // Not awaited, and also after a failure: neither a slow platform nor a plan that cannot be made holds up the other.
      void start(send);
    }
  };

  const readAndPlan = () => start(() => plan(true));
  /** Every process asks for the shared round; what got lost of the shared work is found at every tick of this process. */
  const share = async (shared: Pick<Jobs, 'round'>, minute?: number) => {
    void start(send);
    await shared.round(readAndPlan, minute);
  };
  const ticks = startTicks(() => {
    if (jobs === undefined) return void readAndPlan();
    // Also without the round: no other process may have the same sources.
    void start(app.readSources);
    void start(() => share(jobs, Math.floor(clock() / TICK_MS)));
  }, clock);
  void start(() => (jobs === undefined ? plan(false) : share(jobs)));
  return {
    async stop() {
      stopped = true;
      clearTimeout(early);
      ticks.stop();
      await app.stopSending();
      await Promise.all(underWay);
    },
  };
}
