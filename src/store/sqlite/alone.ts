/** Finds out whether another process has the file open. */
import { DatabaseSync } from 'node:sqlite';
import { PaperboyError } from '../../model/errors.ts';
import { errorCode } from './failure.ts';

/** A process that is just ending is waited for this long. Milliseconds. */
const WAIT_MS = 1_000;
const BUSY = 5;

/**
 * Takes the lock of the whole file and gives it back: every connection in WAL mode holds a share of it while it is open.
 * @throws PaperboyError `store` when somebody else has one
 */
export function assertAlone(path: string): void {
  const database = new DatabaseSync(path, { timeout: WAIT_MS });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; SELECT 1 FROM sqlite_schema');
  } catch (error) {
    if (errorCode(error) !== BUSY) throw error;
    throw new PaperboyError(
      'store',
      `Another process has the store ${path} open. Stop Paperboy and run this again.`,
      {
        cause: error,
      },
    );
  } finally {
    database.close();
  }
}
