/** Reads, joins and writes rows of a shelf in one transaction, so that two processes that merge the same value lose neither's part. */
import type { DatabaseSync } from 'node:sqlite';

/** How the shelf keeps a value as text. */
export interface Text {
  write(value: unknown): string;
  /** Undefined for text that was damaged: what came takes its place. */
  read(key: string, text: string): unknown;
}

/** Returns the joined values in the order of the entries. Rows that stay the same are not written. */
export function mergeRows(
  database: DatabaseSync,
  table: string,
  entries: readonly { key: string; value: unknown }[],
  join: (kept: unknown, came: unknown) => unknown,
  text: Text,
): unknown[] {
  const select = database.prepare(`SELECT value FROM "${table}" WHERE key = ? AND namespace = ''`);
  const upsert = database.prepare(
    `INSERT INTO "${table}" (key, value, namespace) VALUES (?, ?, '')
     ON CONFLICT (key, namespace) DO UPDATE SET value = excluded.value`,
  );
  database.exec('BEGIN IMMEDIATE');
  try {
    const values = entries.map(({ key, value }) => {
      const before = select.get(key)?.value;
      const kept = typeof before === 'string' ? text.read(key, before) : undefined;
      const joined = join(kept, value);
      const after = text.write(joined);
      if (after !== before) upsert.run(key, after);
      return joined;
    });
    database.exec('COMMIT');
    return values;
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
