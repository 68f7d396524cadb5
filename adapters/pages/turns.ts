/** Makes a few answers at a time, so that many requests at once hold up neither chat nor posts. */
import type { Context, Next } from 'hono';

/** Answers under way at once. Most wait for the store, which does one thing at a time. */
const AT_ONCE = 2;

/** Requests beyond that wait for their turn, first come first; between two of them, other work of the process runs. */
export function createTurns() {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (_: Context, next: Next): Promise<void> => {
    if (running < AT_ONCE) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await next();
    } finally {
      // A turn that ends is handed on.
      const other = waiting.shift();
      if (other === undefined) running--;
      else setImmediate(other);
    }
  };
}
