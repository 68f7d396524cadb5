/** SQL that differs between databases. Each driver's dialect brings its own; table code and migrations use it through these functions. */
import { type ColumnDataType, type DialectAdapter, type Kysely, type RawBuilder, sql } from 'kysely';
import type { StoreKind } from './driver.ts';

/** A database whose tables this code need not know. */
// biome-ignore lint/suspicious/noExplicitAny: a store's Kysely, a transaction's and a migration's differ in their tables only.
type AnyDb = Kysely<any>;

// biome-ignore lint/suspicious/noExplicitAny: rows of any table.
export type AnyRow = Record<string, any>;

export interface PortableSql {
  readonly kind: StoreKind;
  isIn(column: string, texts: readonly string[]): RawBuilder<boolean>;
  isCalendarDay(column: string): RawBuilder<boolean>;
  selectList(table: string, columns: readonly string[], list: string): RawBuilder<unknown>;
  listOf(columns: readonly string[], rows: readonly AnyRow[]): string;
  jsonItems(column: string, member: string): RawBuilder<unknown>;
  insertOrder(columns: readonly string[]): RawBuilder<unknown>;
  /** Types of columns. Texts are ordered and compared by their bytes, integers have 64 bits. */
  readonly types: Record<'text' | 'integer' | 'real' | 'bytes', ColumnDataType | RawBuilder<unknown>>;
  /** What follows the columns of a CREATE TABLE; `keyed` for a table that is mostly read by its primary key. */
  tableEnd(keyed: 'keyed' | 'plain'): RawBuilder<unknown>;
  /** The columns of all tables that the store's own may be among. */
  readonly columns: RawBuilder<{ name: string; column: string }>;
  /** About how many rows each table had when the server last looked, -1 where it never did; absent where nothing tells. */
  readonly estimates?: RawBuilder<{ name: string; rows: number | string }>;
}

/** The adapter of a driver's dialect. */
export interface PortableAdapter extends DialectAdapter {
  readonly portable: PortableSql;
}

/** The SQL of the database that a connection or transaction belongs to. */
export function portableSql(db: AnyDb): PortableSql {
  return (db.getExecutor().adapter as PortableAdapter).portable;
}

/** Whether a column is one of many texts, as one parameter however many there are. */
export function isIn(db: AnyDb, column: string, texts: readonly string[]): RawBuilder<boolean> {
  return portableSql(db).isIn(column, texts);
}

/** Whether a text column holds a calendar day such as `2026-11-23`. */
export function isCalendarDay(db: AnyDb, column: string): RawBuilder<boolean> {
  return portableSql(db).isCalendarDay(column);
}

/** An INSERT of rows that have the same columns, at least one; see `insertList`. */
export function insertRows(db: AnyDb, table: string, rows: readonly object[]): RawBuilder<unknown> {
  const columns = Object.keys(rows[0] ?? {});
  return insertList(db, table, columns, listOf(db, columns, rows));
}

/**
 * An INSERT of rows in the form of `listOf`: one parameter however many there are. Its text stays the same, so that the statement is
 * prepared once. Rows are inserted in the order of their values, column by column: two such statements never wait for each other in
 * a circle.
 */
export function insertList(
  db: AnyDb,
  table: string,
  columns: readonly string[],
  list: string,
): RawBuilder<unknown> {
  const names = sql.join(columns.map((name) => sql.ref(name)));
  // Without a WHERE, SQLite would read ON CONFLICT as the condition of a join.
  return sql`INSERT INTO ${sql.table(table)} (${names}) ${selectList(db, table, columns, list)} WHERE true`;
}

/** A SELECT of rows in the form of `listOf`, one parameter however many there are. Their columns have the types of the table's. */
export function selectList(
  db: AnyDb,
  table: string,
  columns: readonly string[],
  list: string,
): RawBuilder<unknown> {
  return portableSql(db).selectList(table, columns, list);
}

/** These columns of rows, as the one parameter of `insertList`. */
export function listOf(db: AnyDb, columns: readonly string[], rows: readonly object[]): string {
  return portableSql(db).listOf(columns, rows);
}

/**
 * The items of an array in a column of JSON objects, as a table `item` with the column `value`; of that, `->` and `->>` read members.
 * @param column its values must be JSON
 */
export function jsonItems(db: AnyDb, column: string, member: string): RawBuilder<unknown> {
  return portableSql(db).jsonItems(column, member);
}

/**
 * The ORDER BY of an INSERT of selected rows, by its own columns: empty where only one statement writes at a time. Elsewhere two that
 * insert the same rows never wait for each other in a circle.
 */
export function insertOrder(db: AnyDb, columns: readonly string[]): RawBuilder<unknown> {
  return portableSql(db).insertOrder(columns);
}
