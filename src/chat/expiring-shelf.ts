/** Keeps values on a shelf for a limited time, and deletes those that are expired or no longer needed. */
import type { Clock, Shelf } from '../model/ports.ts';

export type ExpiringShelf<T> = ReturnType<typeof createExpiringShelf<T>>;

/** @param keepMs how long a value stays after it was last set, in milliseconds */
export function createExpiringShelf<T>(shelf: Shelf<T & { at: number }>, keepMs: number, clock: Clock) {
  // Damaged values without a time count as too old.
  const isOld = ({ at }: { at: number }) => !(clock() - at <= keepMs);

  return {
    async set(entries: Iterable<readonly [key: string, value: T]>): Promise<void> {
      const at = clock();
      await shelf.setMany([...entries].map(([key, value]) => ({ key, value: { ...value, at } })));
    },
    /** Undefined also for what is too old. */
    async get(key: string): Promise<T | undefined> {
      const value = await shelf.get(key);
      return value === undefined || isOld(value) ? undefined : value;
    },
    delete: (key: string) => shelf.delete(key),
    /** Deletes what is too old. */
    sweep: () => deleteWhere(shelf, (_, value) => isOld(value)),
    deleteWhere: (isUnwanted: (key: string, value: T) => boolean) => deleteWhere(shelf, isUnwanted),
  };
}

/** Reads the whole shelf before it deletes: a shelf must not change while it is read. What was set again since stays. */
export async function deleteWhere<T>(
  shelf: Shelf<T>,
  isUnwanted: (key: string, value: T) => boolean,
): Promise<void> {
  const unwanted: [string, T][] = [];
  for await (const [key, value] of shelf.entries()) if (isUnwanted(key, value)) unwanted.push([key, value]);
  for (const [key, value] of unwanted) await shelf.deleteUnchanged(key, value);
}
