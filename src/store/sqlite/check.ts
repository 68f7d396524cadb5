/** Checks the file for damage before anything is read from it. */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { PaperboyError } from '../../model/errors.ts';
import { backupsBeside } from './backups.ts';
import { storeError } from './failure.ts';

/** A file that is checked whenever it is opened takes a command no longer than this: some 250 MB are read in a second. */
const SMALL_BYTES = 50_000_000;

/** Whether looking for damage is done in a moment. */
export function isSmall(path: string): boolean {
  return path !== ':memory:' && statSync(path).size <= SMALL_BYTES;
}

/**
 * Reads every page once and checks its structure.
 * @throws PaperboyError `store` naming the file, what is damaged, and how to restore it
 */
export function checkDamage(database: DatabaseSync, path: string): void {
  const found = firstProblem(database, path);
  if (found === undefined) return;
  throw new PaperboyError(
    'store',
    `The store ${path} is damaged (${found}). Stop Paperboy, then replace it with a backup and delete the -wal and -shm files next to it, or recover what can be read with \`sqlite3 ${path} .recover | sqlite3 rescued.sqlite\`, or move it away to start fresh.${backupsBeside(path)}`,
  );
}

function firstProblem(database: DatabaseSync, path: string): string | undefined {
  try {
    const row = database.prepare('PRAGMA quick_check(1)').get();
    const said = String(row?.quick_check ?? 'no answer');
    return said === 'ok' ? undefined : said.replace(/\s+/g, ' ').trim();
  } catch (error) {
    throw storeError(path, 'opened', error);
  }
}
