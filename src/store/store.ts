/**
 * Opens the store: one SQLite file that holds tables (Kysely) and shelves (Keyv). The file is in WAL mode with a busy
 * timeout, so that several processes can share it.
 */
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type QueryCreator } from 'kysely';
import type { Shelf } from '../model/ports.ts';
import { createDialect, createPrepare } from './dialect.ts';
import { storeError } from './failure.ts';
import { prepareFiles } from './files.ts';
import { checkHealth, isSmall } from './health.ts';
import { migrate } from './migrate.ts';
import { type OnUnreadable, openShelves } from './shelves.ts';
import type { Tables } from './tables.ts';
import { createWrite, type Write } from './write.ts';

/** How long a writer waits for another process's write before it gives up, unless told otherwise, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
const TABLES: ReadonlySet<string> = new Set<keyof Tables>([
  'channels',
  'subscriptions',
  'removals',
  'saved',
  'revisions',
]);

export interface Store {
  /** The values kept under a name of letters and underscores. Asking twice gives the same shelf. */
  shelf<T>(name: string): Shelf<T>;
  /** Builds statements and runs single ones, each of which is atomic. Several that belong together go to `write`. */
  readonly db: QueryCreator<Tables>;
  readonly write: Write;
  /** The connection itself, for rooms that keep tables of their own. */
  readonly database: DatabaseSync;
  close(): Promise<void>;
}

export interface StoreOptions {
  busyTimeoutMs?: number;
  /** Paperboy's own folder, closed to everyone but its owner. */
  folder?: string;
  /** Looks for damage in files of every size; without it, in small ones only. */
  check?: boolean;
  /** Told of a value on a shelf that cannot be read, once for each; it counts as none. */
  onUnreadable?: OnUnreadable;
}

/**
 * Opens the store, making the file and its folder when they are missing; `:memory:` keeps nothing (tests, dry runs).
 * @throws PaperboyError `store` naming the file and what to do, when it cannot be opened, is empty, damaged or no SQLite
 * file, or was written by a newer program
 */
export async function openStore(path: string, options: StoreOptions = {}): Promise<Store> {
  const { busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const database = openDatabase(path, busyTimeoutMs, options);
  try {
    const prepare = createPrepare(database, path);
    const db = new Kysely<Tables>({ dialect: createDialect(prepare) });
    await migrate(db, path);
    const shelves = openShelves(path, database, busyTimeoutMs, TABLES, options.onUnreadable);
    return {
      shelf: shelves.shelf,
      db,
      write: createWrite(database, prepare, path),
      database,
      async close() {
        await shelves.close();
        if (database.isOpen) database.close();
      },
    };
  } catch (error) {
    database.close();
    throw storeError(path, 'opened', error);
  }
}

function openDatabase(path: string, busyTimeoutMs: number, { folder, check }: StoreOptions): DatabaseSync {
  try {
    if (path !== ':memory:') prepareFiles(path, folder);
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
      // Before anything is written: what is damaged is left as it is.
      if (check || isSmall(path)) checkHealth(database, path);
      // Writing shows at once what reading would hide until later: a read-only file or folder, a full disk.
      database.exec(
        'CREATE TABLE IF NOT EXISTS opened (at INTEGER); DELETE FROM opened; INSERT INTO opened VALUES (1)',
      );
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw storeError(path, 'opened', error);
  }
}
