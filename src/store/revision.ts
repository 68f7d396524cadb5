/** A counter that processes on one store share: one that wrote raises it, the others see that they must read again. */
import type { DatabaseSync } from 'node:sqlite';

export interface Revision {
  read(): number;
  /** Raises it by one and returns the new value. */
  raise(): number;
}

export function openRevision(database: DatabaseSync, name: string): Revision {
  database.exec(
    'CREATE TABLE IF NOT EXISTS revisions (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT',
  );
  const read = database.prepare('SELECT value FROM revisions WHERE name = ?');
  const raise = database.prepare(
    'INSERT INTO revisions VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value',
  );
  return {
    read: () => Number(read.get(name)?.value ?? 0),
    raise: () => Number(raise.get(name)?.value),
  };
}
