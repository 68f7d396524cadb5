/** Shelves: values kept by key in Keyv, a table of the store for each. */
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { CompiledQuery, sql } from 'kysely';
import { PaperboyError } from '../model/errors.ts';
import type { Shelf } from '../model/ports.ts';
import type { Database } from './database.ts';
import { storeError } from './failure.ts';
import { insertRows, isIn } from './portable-sql.ts';
import { serialization, UNREADABLE } from './serialization.ts';
import { TABLE_NAMES } from './tables.ts';

/** Keyv reads a shelf in pages of this many rows; its default of 10 makes a start with 100,000 papers slow. */
const PAGE_ROWS = 1_000;

/** Told of a value that is there and cannot be read, once for each; it counts as none. */
export type OnUnreadable = (shelf: string, key: string) => void;

export interface Shelves {
  shelf<T>(name: string): Shelf<T>;
  close(): Promise<void>;
}

export function openShelves(
  database: Database,
  path: string,
  onUnreadable: OnUnreadable = () => {},
): Shelves {
  const shelves = new Map<string, { shelf: Shelf<unknown>; keyv: Keyv }>();
  const open = (name: string) => {
    if (!/^[a-z][a-z_]*$/.test(name) || TABLE_NAMES.has(name))
      throw new PaperboyError('store', `"${name}" isn't a valid shelf name.`);
    return openShelf(database, path, name, onUnreadable);
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
  { db, transact }: Database,
  path: string,
  name: string,
  onUnreadable: OnUnreadable,
): { shelf: Shelf<unknown>; keyv: Keyv } {
  const store = new KeyvSqlite({
    table: name,
    iterationLimit: PAGE_ROWS,
    // The store's own connection: with another, Keyv would wait for a lock that this process holds.
    driver: { name: 'custom', connect: () => connect(db, name) },
  });
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
  const merge: Shelf<unknown>['merge'] = (entries, join) =>
    doing('written', async () => {
      await store.ready;
      return transact(({ query }) => mergeRows(query, name, readable, entries, join));
    });
  return { keyv, shelf: { ...shelfOf(keyv, doing, readable), merge } };
}

/** Nothing on a shelf expires: a moment in that column was damaged, and Keyv would delete its row, or could not read any. */
async function connect(db: Database['db'], name: string) {
  const table = sql.table(name);
  const { rows } = await sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${name}`.execute(db);
  if (rows.length > 0) await sql`UPDATE ${table} SET expires = NULL WHERE expires IS NOT NULL`.execute(db);
  return {
    query: async (text: string, ...values: unknown[]) =>
      (await db.executeQuery(CompiledQuery.raw(text, values))).rows,
    async close() {},
  };
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

/** Reads, joins and writes rows in one transaction. Rows that stay the same are not written. */
async function mergeRows(
  query: Database['db'],
  name: string,
  readable: Readable,
  entries: readonly { key: string; value: unknown }[],
  join: (kept: unknown, came: unknown) => unknown,
): Promise<unknown[]> {
  const table = sql.table(name);
  const { rows } = await sql<{ key: string; value: string }>`
    SELECT key, value FROM ${table} WHERE namespace = ''
      AND ${isIn(
        'key',
        entries.map(({ key }) => key),
      )}`.execute(query);
  const texts = new Map(rows.map(({ key, value }) => [key, value]));
  const written: { key: string; value: string; namespace: string }[] = [];
  const values = entries.map(({ key, value }) => {
    const before = texts.get(key);
    const kept =
      typeof before === 'string'
        ? readable(key, serialization.parse<{ value: unknown }>(before).value)
        : undefined;
    const joined = join(kept, value);
    const text = serialization.stringify({ value: joined });
    if (text !== before) written.push({ key, value: text, namespace: '' });
    return joined;
  });
  if (written.length > 0) {
    await sql`${insertRows(name, written)}
      ON CONFLICT (key, namespace) DO UPDATE SET value = excluded.value`.execute(query);
  }
  return values;
}
