/** Opens the store: one database that holds tables (Kysely) and shelves (Keyv), and brings its schema up to date. */
import { Kysely } from 'kysely';
import type { Shelf } from '../model/ports.ts';
import { type Database, openDatabase } from './database.ts';
import { storeError } from './failure.ts';
import { migrate } from './migrate.ts';
import { type OnMended, putTablesBack } from './put-back.ts';
import { type OnUnreadable, openShelves } from './shelves.ts';
import { type FileOptions, openFile } from './sqlite/open.ts';
import type { Tables } from './tables.ts';

export interface Store extends Database {
  /** The values kept under a name of letters and underscores. Asking twice gives the same shelf. */
  shelf<T>(name: string): Shelf<T>;
  close(): Promise<void>;
}

export interface StoreOptions extends FileOptions {
  /** Told of a value on a shelf that cannot be read, once for each; it counts as none. */
  onUnreadable?: OnUnreadable;
  /** Told of a table that was put back at opening. */
  onMended?: OnMended;
}

/**
 * Opens the store, making the file and its folder when they are missing; `:memory:` keeps nothing (tests, dry runs).
 * @throws PaperboyError `store` naming the file and what to do, when it cannot be opened, is empty, damaged or no SQLite
 * file, or was written by a newer program
 */
export async function openStore(path: string, options: StoreOptions = {}): Promise<Store> {
  const db = new Kysely<Tables>({ dialect: openFile(path, options) });
  try {
    await migrate(db, path);
    await putTablesBack(db, path, options.onMended ?? (() => {}));
    const database = openDatabase(db);
    const shelves = openShelves(database, path, options.onUnreadable);
    return {
      ...database,
      shelf: shelves.shelf,
      async close() {
        await shelves.close();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw storeError(path, 'opened', error);
  }
}
