/** Handles uncaught errors: logs them without secrets, and decides whether the process continues. */
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import type { Terminal } from './terminal.ts';

/**
 * An unhandled rejection belongs to one request or one step: it is logged and the process continues, as exact state is
 * committed in the store and the next tick finds what is still due. An uncaught exception may have left shared state half
 * changed: `fatal` resolves, so that everything stops and the process can be restarted.
 */
export function createLastResort(process: Terminal['process'], log: Log) {
  const { promise: fatal, resolve } = Promise.withResolvers<void>();
  const rejected = (error: unknown) =>
    log.error('unhandled rejection; the process continues', factsOf(error));
  const thrown = (error: unknown) => {
    log.error('uncaught exception; the process stops', factsOf(error));
    resolve();
  };
  process.on('unhandledRejection', rejected);
  process.on('uncaughtException', thrown);
  return {
    /** Resolves when the process must stop. */
    fatal,
    /** Gives errors back to Node's own handling. */
    remove(): void {
      process.off('unhandledRejection', rejected);
      process.off('uncaughtException', thrown);
    },
  };
}

function factsOf(error: unknown): Record<string, unknown> {
  const stack = error instanceof Error && error.stack ? { stack: error.stack } : {};
  return { reason: messageOf(error), ...stack };
}
