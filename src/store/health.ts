/** Looks for damage in the file before anything is answered from it. */
import type { DatabaseSync } from 'node:sqlite';
import { PaperboyError } from '../model/errors.ts';
import { storeError } from './failure.ts';

/**
 * Reads every page once and checks its structure.
 * @throws PaperboyError `store` naming the file, what is damaged, and how to restore it
 */
export function checkHealth(database: DatabaseSync, path: string): void {
  const found = firstProblem(database, path);
  if (found === undefined) return;
  throw new PaperboyError(
    'store',
    `The store ${path} is damaged (${found}). Stop Paperboy, then put a backup in its place, or rescue what can be read with \`sqlite3 ${path} .recover | sqlite3 rescued.sqlite\`, or move it away to start afresh.`,
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
