/** Limits how long work is waited for. */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * What `work` gives, or what `late` gives or throws when that takes longer than `ms`. The work itself is not stopped.
 * @param sleep resolves after so many milliseconds; aborting the signal ends it early. In real time unless a test replaces it.
 */
export async function withDeadline<T, L>(
  work: Promise<T>,
  ms: number,
  late: () => L,
  sleep: (ms: number, signal: AbortSignal) => Promise<void> = realSleep,
): Promise<T | L> {
  const settled = new AbortController();
  try {
    const first = await Promise.race([work, sleep(ms, settled.signal).then((): typeof LATE => LATE)]);
    return first === LATE ? late() : first;
  } finally {
    settled.abort();
  }
}

/** What `work` gives, or what `aborted` gives or throws once the signal is aborted. The work itself is not stopped. */
export async function unlessAborted<T, A>(
  work: Promise<T>,
  signal: AbortSignal,
  aborted: () => A,
): Promise<T | A> {
  const { promise, resolve } = Promise.withResolvers<typeof ABORTED>();
  const stop = () => resolve(ABORTED);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    const first = await Promise.race([work, promise]);
    return first === ABORTED ? aborted() : first;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const ABORTED = Symbol('aborted');
const LATE = Symbol('late');

function realSleep(ms: number, signal: AbortSignal): Promise<void> {
  return pause(ms, undefined, { signal });
}
