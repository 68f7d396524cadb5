/** Runs work that is looked for from time to time, once at a time and in one process at a time. */
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import type { InOneProcess } from '../store/alone.ts';

/**
 * @param outside.name of the work, for all processes
 * @param outside.failed what the log says when it throws
 */
export function createBackgroundWork(outside: {
  name: string;
  failed: string;
  work: () => Promise<void>;
  unlessElsewhere: InOneProcess['unlessElsewhere'];
  log: Log;
}) {
  const { name, failed, work, unlessElsewhere, log } = outside;
  let running: Promise<void> | undefined;
  return {
    /** Begins the work, unless it is in progress here or in another process. Never throws. */
    start(): void {
      running ??= unlessElsewhere(name, work)
        .then(() => {})
        .catch((error) => log.warn(failed, { reason: messageOf(error) }))
        .finally(() => {
          running = undefined;
        });
    },
    /** Resolves when nothing is in progress. */
    async settled(): Promise<void> {
      await running;
    },
  };
}
