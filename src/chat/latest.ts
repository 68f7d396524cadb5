/** Does the newest of several requests that follow each other closely, and lets the older ones go. */
import type { Sleep } from './rate-limiter.ts';

export interface Latest {
  /**
   * Does the work for a key once no newer request for that key came for a while, and after the one before it has ended. A
   * newer request aborts the signal of an older one. Resolves to undefined where a newer one came.
   */
  run<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
  /** Lets what was asked for a key go, as a newer request does. */
  cancel(key: string): void;
}

interface Request {
  newer: AbortController;
  ended: Promise<unknown>;
}

/** @param restMs how long a key must rest before the newest request is done. Milliseconds. */
export function createLatest({ restMs, sleep }: { restMs: number; sleep: Sleep }): Latest {
  const newest = new Map<string, Request>();

  async function run<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const before = newest.get(key);
    before?.newer.abort();
    const newer = new AbortController();
    const { signal } = newer;
    const whenItsTurn = async () => {
      await Promise.all([sleep(restMs), before?.ended]);
      return signal.aborted ? undefined : work(signal);
    };
    const made = whenItsTurn();
    const own = { newer, ended: made.catch(() => {}) };
    newest.set(key, own);
    try {
      const result = await made;
      return signal.aborted ? undefined : result;
    } finally {
      if (newest.get(key) === own) newest.delete(key);
    }
  }

  return { run, cancel: (key) => newest.get(key)?.newer.abort() };
}
