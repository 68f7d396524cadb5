/**
 * Opens the SQLite file that holds a store, checked and ready to be written. It is in WAL mode, so that
 * several processes can share it.
 */
import { DatabaseSync } from 'node:sqlite';
import type { Dialect } from 'kysely';
import { assertAlone } from './alone.ts';
import { checkDamage, isSmall } from './check.ts';
import { createDialect } from './dialect.ts';
import { storeError } from './failure.ts';
import { prepareFiles } from './files.ts';

/** How long a writer waits for another process's write before it gives up, by default. Milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

export interface FileOptions {
  busyTimeoutMs?: number;
  /** Looks for damage in files of every size; without it, in small ones only. */
  check?: boolean;
  /** Refuses a store that another process has open. */
  alone?: boolean;
}

/** @throws PaperboyError `store` naming the file and what to do */
export function openFile(path: string, options: FileOptions): Dialect {
  const { busyTimeoutMs = BUSY_TIMEOUT_MS, check, alone } = options;
  try {
    if (path !== ':memory:') prepareFiles(path);
    if (alone) assertAlone(path);
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
      // Before anything is written: what is damaged is left as it is.
      if (check || isSmall(path)) checkDamage(database, path);
      // Writing shows at once what reading would hide until later: a read-only file or folder, a full disk.
      database.exec(
        'CREATE TABLE IF NOT EXISTS opened (at INTEGER); DELETE FROM opened; INSERT INTO opened VALUES (1)',
      );
      // From here on, all that waits lets the rest of the process go on.
      database.exec('PRAGMA busy_timeout = 0');
      return createDialect(database, path, busyTimeoutMs);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw storeError(path, 'opened', error);
  }
}
