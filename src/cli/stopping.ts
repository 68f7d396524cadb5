/** Waits for a signal to stop, and stops everything in order within a time limit. */
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import type { Terminal } from './terminal.ts';

/** A stop that takes longer is cut off; work in progress is settled at the next start. Milliseconds. */
const STOP_MS = 4_500;
/** One Ctrl-C may arrive twice within this time. Milliseconds. */
const SAME_SIGNAL_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves with the exit code once a signal or a fatal error has come and everything has stopped. */
export async function untilStopped(
  process: Terminal['process'],
  log: Log,
  fatal: Promise<void>,
  stops: (() => Promise<void>)[],
): Promise<number> {
  const signalled = Promise.withResolvers<NodeJS.Signals>();
  const listeners: ((signal: NodeJS.Signals) => void)[] = [];
  const listen = (listener: (signal: NodeJS.Signals) => void) => {
    listeners.push(listener);
    for (const signal of SIGNALS) process.on(signal, listener);
  };
  listen(signalled.resolve);
  const signal = await Promise.race([signalled.promise, fatal]);
  const code = signal === undefined ? 1 : 0;
  log.info('stopping', signal === undefined ? {} : { signal });
  // A second signal stops at once, unless it is the first one repeated: a terminal and npm may both send it.
  const again = setTimeout(() => listen(() => process.exit(1)), SAME_SIGNAL_MS);
  const tooLong = setTimeout(() => {
    log.warn('stopped before everything was finished; the next start continues from there');
    process.exit(code);
  }, STOP_MS);
  try {
    await stopAll(stops);
    log.info('stopped');
    return code;
  } catch (error) {
    log.error('could not stop cleanly', { reason: messageOf(error) });
    return 1;
  } finally {
    clearTimeout(again);
    clearTimeout(tooLong);
    for (const listener of listeners) for (const signal of SIGNALS) process.off(signal, listener);
  }
}

/** Runs the stops one after the other, in their order. */
export async function stopAll(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops) await stop();
}
