/** Makes a few answers at a time, so that many requests at once hold up neither chat nor posts. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Context, Next } from 'hono';

/** Answers under way at once. Most wait for the store, which does one thing at a time. */
const AT_ONCE = 2;
/** Between two answers, for what else came meanwhile. Milliseconds. */
const REST_MS = 2;

/** Requests beyond that wait for their turn, first come first. */
export function createTurns() {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (_: Context, next: Next): Promise<void> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else {
      running++;
      // Requests that came together are read one after the other: answered at once, each would hold up what is behind it.
      await breathe();
    }
    try {
      await next();
    } finally {
      // A turn that ends is handed on.
      const other = waiting.shift();
      if (other === undefined) running--;
      else setTimeout(other, REST_MS);
    }
  };
}
