/** Finds backups beside a store, for messages about a damaged one. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const MAGIC = 'SQLite format 3\0';
const MOST_NAMED = 3;

/** A sentence with the newest files beside the store that are SQLite's and have another name; empty where there is none. */
export function backupsBeside(path: string): string {
  const names = newestBeside(path);
  if (names.length === 0) return '';
  return ` Beside it, the newest first: ${names.join(', ')}. With the store moved away, \`paperboy restore FILE\` makes such a backup the store.`;
}

function newestBeside(path: string): string[] {
  try {
    const folder = dirname(path);
    return readdirSync(folder)
      .filter((name) => name !== basename(path) && isSqlite(join(folder, name)))
      .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.at - a.at)
      .slice(0, MOST_NAMED)
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function isSqlite(path: string): boolean {
  if (!statSync(path).isFile()) return false;
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(MAGIC.length);
    readSync(file, start, 0, MAGIC.length, 0);
    return start.toString('latin1') === MAGIC;
  } finally {
    closeSync(file);
  }
}
