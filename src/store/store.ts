/**
 * One SQLite file in, shelves and tables out. Keyv keeps what is kept by key (one table a shelf); rooms that need
 * transactions or order keep a table of their own through `database`. Both are connections to the same file, in WAL
 * mode with a busy timeout, so that two processes can share it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { PaperboyError } from '../model/errors.ts';
import type { Shelf } from '../model/ports.ts';
import { storeError } from './failure.ts';

/** How long a writer waits for another process's write before it gives up, unless told otherwise, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
/** Keyv reads a shelf in pages of this many rows; its default of 10 makes a start with 100,000 papers slow. */
const PAGE_ROWS = 1_000;

export interface Store {
  /** The values kept under a name of letters and underscores. Asking twice gives the same shelf. */
  shelf<T>(name: string): Shelf<T>;
  /** For tables that must be exact: unique keys, transactions. */
  readonly database: DatabaseSync;
  close(): Promise<void>;
}

/**
 * Opens the store, making the file and its folder when they are missing; `:memory:` keeps nothing (tests, dry runs).
 * @throws PaperboyError `store` naming the file, when it cannot be opened, is no SQLite file, or is damaged
 */
export function openStore(path: string, { busyTimeoutMs = BUSY_TIMEOUT_MS } = {}): Store {
  const database = openDatabase(path, busyTimeoutMs);
  const shelves = new Map<string, { shelf: Shelf<unknown>; keyv: Keyv }>();
  return {
    database,
    shelf<T>(name: string) {
      const known = shelves.get(name) ?? openShelf(path, name, busyTimeoutMs);
      shelves.set(name, known);
      return known.shelf as Shelf<T>;
    },
    async close() {
      for (const { keyv } of shelves.values()) await keyv.disconnect();
      shelves.clear();
      if (database.isOpen) database.close();
    },
  };
}

/** One level at a time: made all at once, Node's own way never comes back from a place such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function openDatabase(path: string, busyTimeoutMs: number): DatabaseSync {
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    // Writing shows at once what reading would hide until later: a read-only file or folder, a full disk.
    database.exec(
      'CREATE TABLE IF NOT EXISTS opened (at INTEGER); DELETE FROM opened; INSERT INTO opened VALUES (1)',
    );
    return database;
  } catch (error) {
    throw storeError(path, 'opened', error);
  }
}

function openShelf(path: string, name: string, busyTimeoutMs: number): { shelf: Shelf<unknown>; keyv: Keyv } {
  if (!/^[a-z][a-z_]*$/.test(name)) throw new PaperboyError('store', `"${name}" is no name for a shelf.`);
  const store = new KeyvSqlite({
    uri: path === ':memory:' ? 'sqlite://:memory:' : `sqlite://${path}`,
    table: name,
    // A store in memory has no file to log ahead of.
    wal: path !== ':memory:',
    busyTimeout: busyTimeoutMs,
    iterationLimit: PAGE_ROWS,
    driver: 'node:sqlite',
  });
  // No `error` listener: with one, Keyv answers a failed read with "never stored".
  const keyv = new Keyv({ store });
  const doing = async <R>(what: string, work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(path, what, error);
    }
  };
  return { keyv, shelf: shelfOf(keyv, doing) };
}

type Doing = <R>(what: string, work: () => Promise<R>) => Promise<R>;

function shelfOf(keyv: Keyv, doing: Doing): Shelf<unknown> {
  const stored = (ok: boolean) => {
    if (!ok) throw new Error('the value was not stored');
  };
  return {
    get: (key) => doing('read', () => keyv.get(key)),
    getMany: (keys) => (keys.length === 0 ? Promise.resolve([]) : doing('read', () => keyv.getMany(keys))),
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
        yield next.value;
      }
    },
  };
}
