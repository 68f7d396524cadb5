/** Shelves: values kept by key, in Keyv, a table of the SQLite file for each. */
import type { DatabaseSync } from 'node:sqlite';
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { createKeyedMutex } from '../keyed-mutex.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Shelf } from '../model/ports.ts';
import { onTable, storeError } from './failure.ts';
import { mergeRows } from './merge-rows.ts';
import { serialization, UNREADABLE } from './serialization.ts';

/** Keyv reads a shelf in pages of this many rows; its default of 10 makes a start with 100,000 papers slow. */
const PAGE_ROWS = 1_000;

/** Told of a value that is there and cannot be read, once for each; it counts as none. */
export type OnUnreadable = (shelf: string, key: string) => void;

export interface Shelves {
  /** The values kept under a name of letters and underscores. Asking twice gives the same shelf. */
  shelf<T>(name: string): Shelf<T>;
  close(): Promise<void>;
}

/**
 * @param database the store's own connection, for what must be one transaction
 * @param tables names that shelves cannot have, because tables have them
 */
export function openShelves(
  path: string,
  database: DatabaseSync,
  busyTimeoutMs: number,
  tables: ReadonlySet<string>,
  onUnreadable: OnUnreadable = () => {},
): Shelves {
  const shelves = new Map<string, { shelf: Shelf<unknown>; keyv: Keyv }>();
  const open = (name: string) => {
    if (!/^[a-z][a-z_]*$/.test(name) || tables.has(name))
      throw new PaperboyError('store', `"${name}" is no name for a shelf.`);
    return onTable(database, 'opened', () => openShelf(path, database, name, busyTimeoutMs, onUnreadable));
  };
  return {
    shelf<T>(name: string) {
      const known = shelves.get(name) ?? open(name);
      shelves.set(name, known);
      return known.shelf as Shelf<T>;
    },
    async close() {
      for (const { keyv } of shelves.values()) await keyv.disconnect();
      shelves.clear();
    },
  };
}

function openShelf(
  path: string,
  database: DatabaseSync,
  name: string,
  busyTimeoutMs: number,
  onUnreadable: OnUnreadable,
): { shelf: Shelf<unknown>; keyv: Keyv } {
  const store = new KeyvSqlite({
    uri: path === ':memory:' ? 'sqlite://:memory:' : `sqlite://${path}`,
    table: name,
    // A store in memory has no file to log ahead of.
    wal: path !== ':memory:',
    busyTimeout: busyTimeoutMs,
    iterationLimit: PAGE_ROWS,
    driver: 'node:sqlite',
  });
  keepForGood(database, name);
  // No `error` listener: with one, Keyv answers a failed read with "never stored".
  const keyv = new Keyv({ store, serialization });
  const doing = async <R>(what: string, work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(path, what, error);
    }
  };
  const told = new Set<string>();
  const readable: Readable = (key, value) => {
    if (value !== UNREADABLE) return value;
    if (!told.has(key)) onUnreadable(name, key);
    told.add(key);
    return undefined;
  };
  const shelf = shelfOf(keyv, doing, readable);
  // A shelf in memory is Keyv's alone, and no other process has it.
  const merge = path === ':memory:' ? mergeInTurn(shelf) : mergeAtOnce(keyv, database, name, doing, readable);
  return { keyv, shelf: { ...shelf, merge } };
}

/** Nothing on a shelf expires: a moment in that column was damaged, and Keyv would delete its row, or could not read any. */
function keepForGood(database: DatabaseSync, table: string): void {
  const isMade = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
  if (isMade) database.exec(`UPDATE "${table}" SET expires = NULL WHERE expires IS NOT NULL`);
}

type Doing = <R>(what: string, work: () => Promise<R>) => Promise<R>;
/** The value, or undefined where it cannot be read. */
type Readable = (key: string, value: unknown) => unknown;

function shelfOf(keyv: Keyv, doing: Doing, readable: Readable): Omit<Shelf<unknown>, 'merge'> {
  const stored = (ok: boolean) => {
    if (!ok) throw new Error('the value was not stored');
  };
  return {
    get: (key) => doing('read', async () => readable(key, await keyv.get(key))),
    async getMany(keys) {
      const values = keys.length === 0 ? [] : await doing('read', () => keyv.getMany(keys));
      return values.map((value, at) => readable(keys[at] as string, value));
    },
    set: (key, value) => doing('written', async () => stored(await keyv.set(key, value))),
    setMany: (entries) =>
      doing('written', async () => {
        if (entries.length > 0) (await keyv.setMany(entries)).forEach(stored);
      }),
    delete: (key) => doing('written', async () => void (await keyv.delete(key))),
    async *entries() {
      const rows = (keyv.iterator as () => AsyncGenerator<[string, unknown]>)();
      while (true) {
        const next = await doing('read', () => rows.next());
        if (next.done) return;
        const [key, value] = next.value;
        if (readable(key, value) !== undefined) yield next.value;
      }
    },
  };
}

type Merge = Shelf<unknown>['merge'];

function mergeInTurn(shelf: Omit<Shelf<unknown>, 'merge'>): Merge {
  const inTurn = createKeyedMutex();
  return (entries, join) =>
    inTurn('merge', async () => {
      const kept = await shelf.getMany(entries.map(({ key }) => key));
      const values = entries.map(({ value }, at) => join(kept[at], value));
      await shelf.setMany(entries.map(({ key }, at) => ({ key, value: values[at] })));
      return values;
    });
}

function mergeAtOnce(
  keyv: Keyv,
  database: DatabaseSync,
  name: string,
  doing: Doing,
  readable: Readable,
): Merge {
  // The first reading makes the table.
  let made = false;
  return (entries, join) =>
    doing('written', async () => {
      if (!made) await keyv.get('any');
      made = true;
      return mergeRows(database, name, entries, join, {
        write: (value) => serialization.stringify({ value }),
        read: (key, text) => readable(key, serialization.parse<{ value: unknown }>(text).value),
      });
    });
}
