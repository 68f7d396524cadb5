/** A counter that processes on one store share: one that wrote raises it, the others see that they must read again. */
import type { DatabaseSync } from 'node:sqlite';
import { onTable } from './failure.ts';

export interface Revision {
  read(): number;
  /** Raises it by one and returns the new value. */
  raise(): number;
}

export function openRevision(database: DatabaseSync, name: string): Revision {
  const { read, raise } = onTable(database, 'opened', () => {
    database.exec(
      'CREATE TABLE IF NOT EXISTS revisions (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT',
    );
    return {
      read: database.prepare('SELECT value FROM revisions WHERE name = ?'),
      raise: database.prepare(
        'INSERT INTO revisions VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value',
      ),
    };
  });
  return {
    read: () => onTable(database, 'read', () => Number(read.get(name)?.value ?? 0)),
    raise: () => onTable(database, 'written', () => Number(raise.get(name)?.value)),
  };
}
