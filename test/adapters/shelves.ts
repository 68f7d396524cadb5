/** Shelves in memory for tests: what is set is copied as a store would, and outlives the adapter that set it. */
import type { Shelf } from '../../src/model/ports.ts';

export interface Shelves {
  shelf: <T>(name: string) => Shelf<T>;
  /** While true, nothing can be set: what a broken disk looks like. */
  broken: boolean;
  /** While true, one value can't be got either: what a store that doesn't answer looks like. */
  unreadable?: boolean;
  /** What is thrown then, unless it is an error of the disk's own. */
  failure?: Error;
}

export function createShelves(): Shelves {
  const kept = new Map<string, Map<string, string>>();
  const shelves: Shelves = { shelf, broken: false };

  function shelf<T>(name: string): Shelf<T> {
    const values = kept.get(name) ?? new Map<string, string>();
    kept.set(name, values);
    const failed = () =>
      shelves.failure ?? new Error('disk I/O error at /private/place with token s3cret-token');
    const put = (key: string, value: T) => {
      if (shelves.broken) throw failed();
      values.set(key, JSON.stringify(value));
    };
    const set = async (key: string, value: T) => put(key, value);
    const read = (key: string): T | undefined => {
      const text = values.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    };
    const get = async (key: string) => {
      if (shelves.unreadable) throw failed();
      return read(key);
    };
    return {
      get,
      getMany: (keys) => Promise.all(keys.map(get)),
      set,
      async setMany(entries) {
        for (const { key, value } of entries) await set(key, value);
      },
      async merge(entries, join) {
        // Between reading and writing nothing is awaited: as a store's transaction, it is one step.
        const merged = entries.map(({ key, value }) => join(read(key), value));
        for (const [at, { key }] of entries.entries()) put(key, merged[at] as T);
        return merged;
      },
      async update(key, change) {
        const before = read(key);
        if (before === undefined) return undefined;
        const made = change(before);
        put(key, made);
        return made;
      },
      async delete(key) {
        values.delete(key);
      },
      async deleteUnchanged(key, value) {
        if (values.get(key) === JSON.stringify(value)) values.delete(key);
      },
      async *entries() {
        for (const [key, text] of [...values]) yield [key, JSON.parse(text) as T];
      },
    };
  }

  return shelves;
}
