/** Conditions that databases write differently, in one place. */
import { type RawBuilder, sql } from 'kysely';

/** Whether a column is one of many texts, as one parameter however many there are. */
export function isIn(column: string, texts: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(texts)}))`;
}

/** Whether a text column holds a calendar day such as `2026-11-23`. */
export function isCalendarDay(column: string): RawBuilder<boolean> {
  return sql<boolean>`date(${sql.ref(column)}) IS ${sql.ref(column)}`;
}
