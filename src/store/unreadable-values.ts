/** Counts the values of a shelf that cannot be read, by reading its rows as they are stored. */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { serialization, UNREADABLE } from './serialization.ts';

/** Rows that are read at once. */
const PAGE = 500;

/**
 * @param isReadable whether a value is one of this shelf
 * @param isLate whether to stop, asked after each page: what was counted until then is returned
 */
export async function countUnreadable(
  { db }: Pick<Database, 'db'>,
  shelf: string,
  isReadable: (value: unknown) => boolean,
  isLate: () => boolean,
): Promise<{ count: number; isWhole: boolean }> {
  const isGood = (text: unknown) => {
    const value = typeof text === 'string' ? serialization.parse<{ value: unknown }>(text).value : UNREADABLE;
    return value !== UNREADABLE && isReadable(value);
  };
  let count = 0;
  let isBehind = sql`1 = 1`;
  while (true) {
    const { rows } = await sql<{ key: unknown; value: unknown }>`SELECT key, value FROM ${sql.table(shelf)}
      WHERE ${isBehind} ORDER BY key LIMIT ${sql.lit(PAGE)}`.execute(db);
    count += rows.filter(({ value }) => !isGood(value)).length;
    if (rows.length < PAGE) return { count, isWhole: true };
    if (isLate()) return { count, isWhole: false };
    isBehind = sql`key > ${rows.at(-1)?.key}`;
  }
}
