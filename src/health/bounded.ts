/** Bounds how long something is waited for and how often it is done, so that a probe always gets its answer. */
import { withDeadline } from '../model/deadline.ts';

/**
 * Returns a function that does the work and resolves to its result, or to undefined after `limitMs` and when it fails. Work
 * that is still under way is not begun a second time: a later call waits for it, as long as the first did.
 */
export function bounded<T>(work: () => Promise<T>, limitMs: number): () => Promise<T | undefined> {
  let running: Promise<T | undefined> | undefined;
  return async () => {
    running ??= Promise.resolve()
      .then(work)
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
    return withDeadline(running, limitMs, () => undefined);
  };
}

/** Returns a function that does the work, and gives all who ask until `forMs` after it ended the same result; a failure is not kept. */
export function shared<T>(work: () => Promise<T>, forMs: number): () => Promise<T> {
  let current: Promise<T> | undefined;
  let until = Number.POSITIVE_INFINITY;
  return () => {
    if (current !== undefined && performance.now() < until) return current;
    until = Number.POSITIVE_INFINITY;
    const begun = work();
    current = begun;
    begun.then(
      () => {
        until = performance.now() + forMs;
      },
      () => {
        current = undefined;
      },
    );
    return begun;
  };
}
