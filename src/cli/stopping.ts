/** Runs a program until a signal to stop, and then stops everything in order within a time limit. */
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import type { Terminal } from './terminal.ts';

/**
 * A stop that takes longer is cut off; work in progress is settled at the next start, or by another process. Supervisors are told
 * to wait longer than this, and people are promised ten seconds. Milliseconds.
 */
const STOP_MS = 9_000;
/** One Ctrl-C may arrive twice within this time. Milliseconds. */
const SAME_SIGNAL_MS = 1_000;
/** The last one comes when a terminal closes. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Stop = () => Promise<void>;

/** Collects what is to be stopped, the last first. */
export interface Stops {
  /**
   * Adds what is stopped before everything that was added so far.
   * @throws Error once the program stops, which ends its start there; what is added is then stopped at once
   */
  add(...stops: Stop[]): void;
  /** @throws Error once the program stops */
  check(): void;
}

interface Outside {
  process: Terminal['process'];
  log: Log;
  /** Resolves when the program must stop by itself. */
  fatal: Promise<void>;
  /** Called before anything is stopped. */
  onStopping: () => void;
}

/**
 * Resolves with the exit code once a signal or a fatal error has come, also while the program starts, and everything has stopped.
 * @param start adds to the stops whatever it starts
 * @throws what `start` throws, after everything that it had started was stopped
 */
export async function runUntilStopped(
  outside: Outside,
  start: (stops: Stops) => Promise<void>,
): Promise<number> {
  const { process, log, fatal, onStopping } = outside;
  const stops = createStops(log);
  const { first, listen, remove } = listenTo(process);
  const failed = Promise.withResolvers<{ error: unknown }>();
  start(stops).catch((error: unknown) => failed.resolve({ error }));
  try {
    const reason = await Promise.race<{ signal?: NodeJS.Signals; error?: unknown }>([
      first.then((signal) => ({ signal })),
      fatal.then(() => ({})),
      failed.promise,
    ]);
    onStopping();
    // What is stopped next may hang, and the process would then end without it.
    if ('error' in reason) log.error('the program could not start', { reason: messageOf(reason.error) });
    // A second signal stops at once, unless it is the first one repeated: a terminal and npm may both send it.
    const again = setTimeout(() => listen(() => process.exit(1)), SAME_SIGNAL_MS);
    const code = await stopInTime(stops, reason, outside).finally(() => clearTimeout(again));
    if ('error' in reason) throw reason.error;
    // What nobody waits for any more, such as a request that hangs or a start, would keep the process alive.
    process.exit(code);
    return code;
  } finally {
    remove();
  }
}

/** `first` resolves with the first signal to stop; `listen` hears later ones too. */
export function listenTo(process: Terminal['process']) {
  const { promise: first, resolve } = Promise.withResolvers<NodeJS.Signals>();
  const listeners: ((signal: NodeJS.Signals) => void)[] = [];
  const listen = (listener: (signal: NodeJS.Signals) => void) => {
    listeners.push(listener);
    for (const signal of SIGNALS) process.on(signal, listener);
  };
  listen(resolve);
  const remove = () => {
    for (const listener of listeners) for (const signal of SIGNALS) process.off(signal, listener);
  };
  return { first, listen, remove };
}

/** Returns the exit code. */
async function stopInTime(
  stops: ReturnType<typeof createStops>,
  { signal }: { signal?: NodeJS.Signals },
  { process, log }: Pick<Outside, 'process' | 'log'>,
): Promise<number> {
  const code = () => (signal === undefined || stops.haveFailed() ? 1 : 0);
  log.info('stopping', signal === undefined ? {} : { signal });
  const tooLong = setTimeout(() => {
    log.warn('stopped before everything was finished; the next start continues from there');
    process.exit(code());
  }, STOP_MS);
  await stops.stopAll();
  clearTimeout(tooLong);
  log.info('stopped');
  return code();
}

function createStops(log: Log) {
  const known: Stop[] = [];
  let isStopping = false;
  let hasFailed = false;
  let late = Promise.resolve();
  /** One after the other, also after one that fails. */
  const stopEach = async (some: readonly Stop[]) => {
    for (const stop of some) {
      try {
        await stop();
      } catch (error) {
        hasFailed = true;
        log.error('could not stop cleanly', { reason: messageOf(error) });
      }
    }
  };
  const stops: Stops = {
    add(...some) {
      if (!isStopping) return void known.unshift(...some);
      late = late.then(() => stopEach(some));
      stops.check();
    },
    check() {
      if (isStopping) throw new Error('the program stops');
    },
  };
  return {
    ...stops,
    /** Stops what was added, and then what a start that was under way adds meanwhile. Never rejects. */
    async stopAll(): Promise<void> {
      isStopping = true;
      await stopEach(known);
      await late;
    },
    haveFailed: () => hasFailed,
  };
}
