/** Tells how long statements have been waiting for their answers, as when something holds a lock on a table. */
import type { Connection, Connections } from './connections.ts';

/** The same connections, and how long what waits longest on them has waited, in milliseconds; 0 when nothing does. */
export function measureWaits(connections: Connections): { measured: Connections; waitedMs(): number } {
  /** What waits, by when it began, oldest first. */
  const waiting = new Map<symbol, number>();
  const wait = async <T>(begin: () => Promise<T>): Promise<T> => {
    const mark = Symbol();
    waiting.set(mark, performance.now());
    try {
      return await begin();
    } finally {
      waiting.delete(mark);
    }
  };
  const measure = (connection: Connection): Connection => ({
    query: (...asked) => wait(() => connection.query(...asked)),
    release: (broken) => connection.release(broken),
  });
  return {
    measured: {
      acquire: async () => measure(await wait(() => connections.acquire())),
      listen: (channel, listener) => connections.listen(channel, listener),
      close: () => connections.close(),
    },
    waitedMs() {
      const [first] = waiting.values();
      return first === undefined ? 0 : performance.now() - first;
    },
  };
}
