/** Reads and writes whole tables of a Postgres database. */
import { CompiledQuery, sql } from 'kysely';
import type { Bulk, BulkTable, Column, LayoutRow, Row } from '../bulk.ts';
import { fromStoredRow, toStoredRow } from './shelf-row.ts';
import { storable } from './storable.ts';

const TYPES = { text: 'text', integer: 'bigint', real: 'double precision', bytes: 'bytea' } as const;

export const postgresBulk: Bulk = {
  async place(db) {
    const { rows } = await sql<{
      place: string;
    }>`SELECT concat_ws(' ', pg_postmaster_start_time(), current_database(),
      current_schema()) AS place`.execute(db);
    return `postgres ${rows[0]?.place}`;
  },
  layout: sql<LayoutRow>`SELECT tables.relname AS "table", columns.attname AS name,
    CASE columns.atttypid WHEN 'bigint'::regtype THEN 'integer' WHEN 'double precision'::regtype THEN 'real'
      WHEN 'bytea'::regtype THEN 'bytes' ELSE 'text' END AS type,
    coalesce(array_position(keys.indkey::int2[], columns.attnum) + 1, 0) AS key
    FROM pg_class AS tables JOIN pg_attribute AS columns ON columns.attrelid = tables.oid
    LEFT JOIN pg_index AS keys ON keys.indrelid = tables.oid AND keys.indisprimary
    WHERE tables.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND tables.relkind IN ('r', 'p') AND columns.attnum > 0 AND NOT columns.attisdropped`,
  ordered,
  exactly: (table, column) =>
    column.type === 'integer' ? sql`${sql.ref(column.name)}::text` : ordered(table, column),
  asPosition: (table, column) => sql`${ordered(table, column)}::text`,
  fromPosition: ({ type }, position) => sql`${position}::${sql.raw(TYPES[type])}`,
  isReachable: () => sql<boolean>`true`,
  fromStored: ({ isShelf }, row) => (isShelf ? fromStoredRow(row) : row),
  // Shelves keep a value with NUL in another form.
  asStorable: ({ isShelf }, text) => (isShelf ? text.toWellFormed() : storable(text)),
  async insert(db, table, rows) {
    const stored = table.isShelf ? rows.map(toStoredRow) : rows;
    const values = table.columns.map((_, at) => stored.map((row: Row) => row[at] ?? null));
    await db.executeQuery(CompiledQuery.raw(insertOf(table), values));
  },
  clear: async (db, { name }) => void (await sql`TRUNCATE ${sql.table(name)}`.execute(db)),
  settle: async (db, { name }) => void (await sql`ANALYZE ${sql.table(name)}`.execute(db)),
};

function ordered({ name: table, isShelf }: BulkTable, { name }: Column) {
  return isShelf && name === 'namespace' ? sql`coalesce(namespace, '')` : sql.ref(`${table}.${name}`);
}

/** One parameter a column, however many rows there are. */
function insertOf({ name, columns }: BulkTable): string {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const lists = columns.map(({ type }, at) => `$${at + 1}::${TYPES[type]}[]`).join(', ');
  return `INSERT INTO "${name}" (${names}) SELECT ${names} FROM unnest(${lists}) AS rows (${names}) ON CONFLICT DO NOTHING`;
}
