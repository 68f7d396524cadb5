/**
 * Takes over what other processes on the store change, also while nobody asks for anything here. Notifications tell at once, where the
 * store has them; the revisions, which are looked at every second, tell what no notification did.
 */
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import type { Store } from '../store/store.ts';

/** Milliseconds. */
const LOOK_MS = 1_000;

/** How each topic of the store is read anew; it reads no more than what changed. */
export type Readers = Readonly<Record<string, () => Promise<void>>>;

/** @returns the function that ends it, and resolves when nothing is under way any more */
export function followChanges(
  store: Pick<Store, 'db' | 'watch'>,
  readers: Readers,
  log: Log,
): () => Promise<void> {
  const topics = Object.keys(readers);
  const underWay = new Map<string, Promise<void>>();
  /** Topics that changed while they were read. */
  const again = new Set<string>();
  const seen = new Map<string, number>();
  let stopped = false;
  /** A failure is logged once, until something could be read again. */
  let isQuiet = false;

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
      isQuiet = false;
    } catch (error) {
      if (!isQuiet && !stopped)
        log.warn('changes of other processes could not be read', { reason: messageOf(error) });
      isQuiet = true;
    }
  };
  const read = (topic: string): void => {
    if (stopped) return;
    if (underWay.has(topic)) {
      again.add(topic);
      return;
    }
    const reading = attempt(async () => readers[topic]?.()).finally(() => {
      underWay.delete(topic);
      if (again.delete(topic)) read(topic);
    });
    underWay.set(topic, reading);
  };
  const look = async () => {
    const rows = await store.db.selectFrom('revisions').selectAll().where('name', 'in', topics).execute();
    for (const { name, value } of rows) {
      if (seen.get(name) === value) continue;
      seen.set(name, value);
      read(name);
    }
  };
  let looking = Promise.resolve();
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    looking = attempt(look).finally(() => {
      isLooking = false;
    });
  }, LOOK_MS).unref();
  const ends = topics.map((topic) => store.watch(topic, () => read(topic)));

  return async () => {
    stopped = true;
    clearInterval(timer);
    for (const end of ends) end();
    await looking;
    await Promise.all(underWay.values());
  };
}
