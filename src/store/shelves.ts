/** Shelves: values kept by key in Keyv, a table of the store for each. */
import { Keyv } from 'keyv';
import { sql } from 'kysely';
import { PaperboyError } from '../model/errors.ts';
import type { Shelf } from '../model/ports.ts';
import type { Database, Tx } from './database.ts';
import type { Access, Driver, ShelfTable } from './driver.ts';
import { insertRows, isIn } from './portable-sql.ts';
import { serialization, UNREADABLE } from './serialization.ts';
import { TABLE_NAMES } from './tables.ts';

/** Told of a value that is there and cannot be read, once for each; it counts as none. */
export type OnUnreadable = (shelf: string, key: string) => void;

/** A shelf that can also be read and written in a transaction with tables. */
export interface StoreShelf<T> extends Shelf<T> {
  /** Makes its table where it is missing, which a transaction cannot. */
  ready(): Promise<void>;
  /** The shelf inside a transaction, once it is ready. */
  within(tx: Pick<Tx, 'query'>): Pick<Shelf<T>, 'getMany' | 'merge'>;
}

export interface Shelves {
  shelf<T>(name: string): StoreShelf<T>;
  close(): Promise<void>;
}

export function openShelves(
  database: Database,
  driver: Driver,
  onUnreadable: OnUnreadable = () => {},
): Shelves {
  const shelves = new Map<string, { shelf: StoreShelf<unknown>; keyv: Keyv }>();
  const open = (name: string) => {
    if (!/^[a-z][a-z_]*$/.test(name) || TABLE_NAMES.has(name))
      throw new PaperboyError('store', `"${name}" isn't a valid shelf name.`);
    return openShelf(database, driver, name, onUnreadable);
  };
  return {
    shelf<T>(name: string) {
      const known = shelves.get(name) ?? open(name);
      shelves.set(name, known);
      return known.shelf as StoreShelf<T>;
    },
    async close() {
      for (const { keyv } of shelves.values()) await keyv.disconnect();
      shelves.clear();
    },
  };
}

function openShelf(
  { db, transact }: Database,
  driver: Driver,
  name: string,
  onUnreadable: OnUnreadable,
): { shelf: StoreShelf<unknown>; keyv: Keyv } {
  const table = driver.openShelf(db, name);
  // No `error` listener: with one, Keyv answers a failed read with "never stored".
  const keyv = new Keyv({ store: table.adapter, serialization });
  const doing: Doing = async (access, work) => {
    try {
      return await work();
    } catch (error) {
      throw driver.failure(access, error);
    }
  };
  const told = new Set<string>();
  const readable: Readable = (key, value) => {
    if (value !== UNREADABLE) return value;
    if (!told.has(key)) onUnreadable(name, key);
    told.add(key);
    return undefined;
  };
  const within: StoreShelf<unknown>['within'] = ({ query }) => ({
    getMany: (keys) =>
      doing('read', async () => {
        const texts = await readRows(query, name, keys.map(table.storedKey), sql``);
        return keys.map((key) => valueIn(texts.get(table.storedKey(key)), key, readable));
      }),
    merge: (entries, join) => doing('written', () => mergeRows(query, name, table, readable, entries, join)),
  });
  const merge: Shelf<unknown>['merge'] = async (entries, join) => {
    await doing('written', table.ready);
    return transact((tx) => within(tx).merge(entries, join));
  };
  const update: Shelf<unknown>['update'] = async (key, change) => {
    const [made] = await merge([{ key, value: undefined }], (kept) =>
      kept === undefined ? undefined : change(kept),
    );
    return made;
  };
  const deleteUnchanged: Shelf<unknown>['deleteUnchanged'] = (key, value) =>
    doing('written', async () => {
      await table.ready();
      const text = table.storedValue(key, serialization.stringify({ value }));
      await sql`DELETE FROM ${sql.table(name)} WHERE coalesce(namespace, '') = ''
        AND key = ${table.storedKey(key)} AND value = ${text}`.execute(db);
    });
  const ready = () => doing('read', table.ready);
  return {
    keyv,
    shelf: { ...shelfOf(keyv, doing, readable), merge, update, deleteUnchanged, ready, within },
  };
}

type Doing = <R>(access: Access, work: () => Promise<R>) => Promise<R>;
/** The value, or undefined where it cannot be read. */
type Readable = (key: string, value: unknown) => unknown;

function shelfOf(
  keyv: Keyv,
  doing: Doing,
  readable: Readable,
): Omit<Shelf<unknown>, 'merge' | 'update' | 'deleteUnchanged'> {
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

/** Another process made a row between the reading and the writing of a merge, which is then tried again. */
class Overtaken extends Error {
  readonly code = '40001';
}

/** The texts under keys, as both are stored. */
async function readRows(
  query: Database['db'],
  name: string,
  keys: readonly string[],
  rowLock: ShelfTable['rowLock'],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; value: string }>`
    SELECT key, value FROM ${sql.table(name)}
    WHERE coalesce(namespace, '') = '' AND ${isIn(query, 'key', keys)} ${rowLock}`.execute(query);
  return new Map(rows.map(({ key, value }) => [key, value]));
}

function valueIn(text: string | undefined, key: string, readable: Readable): unknown {
  return typeof text === 'string'
    ? readable(key, serialization.parse<{ value: unknown }>(text).value)
    : undefined;
}

/** Reads, joins and writes rows in one transaction. Rows that stay the same are not written, nor are those joined to undefined. */
async function mergeRows(
  query: Database['db'],
  name: string,
  { namespace, conflict, rowLock, onlyKnown, storedKey, storedValue, lockKeys }: ShelfTable,
  readable: Readable,
  entries: readonly { key: string; value: unknown }[],
  join: (kept: unknown, came: unknown) => unknown,
): Promise<unknown[]> {
  const keys = entries.map(({ key }) => storedKey(key));
  await lockKeys(query, keys);
  const texts = await readRows(query, name, keys, rowLock);
  const written: { key: string; value: string; namespace: string | null }[] = [];
  const values = entries.map(({ key, value }, at) => {
    const stored = keys[at] as string;
    const before = texts.get(stored);
    const joined = join(valueIn(before, key, readable), value);
    if (joined === undefined) return joined;
    const text = storedValue(key, serialization.stringify({ value: joined }));
    if (text !== before) written.push({ key: stored, value: text, namespace });
    return joined;
  });
  if (written.length > 0) {
    const { numAffectedRows } = await sql`${insertRows(query, name, written)}
      ON CONFLICT ${conflict} DO UPDATE SET value = excluded.value ${onlyKnown([...texts.keys()])}`.execute(
      query,
    );
    if (Number(numAffectedRows) < written.length) throw new Overtaken();
  }
  return values;
}
