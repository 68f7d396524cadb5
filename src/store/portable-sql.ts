/** SQL that differs between databases, in one place. */
import { type RawBuilder, sql } from 'kysely';

/** Whether a column is one of many texts, as one parameter however many there are. */
export function isIn(column: string, texts: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(texts)}))`;
}

/** Whether a text column holds a calendar day such as `2026-11-23`. */
export function isCalendarDay(column: string): RawBuilder<boolean> {
  return sql<boolean>`date(${sql.ref(column)}) IS ${sql.ref(column)}`;
}

/**
 * An INSERT of rows that have the same columns in the same order, as one parameter however many there are; at least one. Its text stays the
 * same, so that the statement is prepared once.
 */
export function insertRows(table: string, rows: readonly object[]): RawBuilder<unknown> {
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.map((_, at) => sql`value ->> ${sql.lit(at)}`);
  const lists = JSON.stringify(rows.map((row) => Object.values(row)));
  // Without a WHERE, SQLite would read ON CONFLICT as the condition of a join.
  return sql`INSERT INTO ${sql.table(table)} (${sql.join(columns.map(sql.ref))})
    SELECT ${sql.join(values)} FROM json_each(${lists}) WHERE true`;
}
