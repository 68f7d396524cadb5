/** The SQL of Postgres where databases differ. */
import { sql } from 'kysely';
import type { AnyRow, PortableSql } from '../portable-sql.ts';
import { storable } from './storable.ts';

export const postgresSql: PortableSql = {
  kind: 'postgres',
  isIn: (column, texts) => sql<boolean>`${sql.ref(column)} = ANY(${texts}::text[])`,
  isCalendarDay(column) {
    const day = sql.ref(column);
    // A cast would fail at a day that is none. A month or day that overflows comes out as another day.
    return sql<boolean>`CASE WHEN ${day} ~ '^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN ${day} = to_char(
      make_date(substr(${day}, 1, 4)::int, 1, 1) + make_interval(
        months => substr(${day}, 6, 2)::int - 1, days => substr(${day}, 9, 2)::int - 1), 'YYYY-MM-DD') ELSE false END`;
  },
  selectList: (table, columns, list) =>
    sql`SELECT ${sql.join(columns.map((name) => sql.ref(name)))}
      FROM json_populate_recordset(NULL::${sql.table(table)}, ${list}::json)`,
  listOf: (columns, rows) =>
    JSON.stringify(
      rows.toSorted((one, other) => inOrder(columns, one, other)),
      (_, value) => (typeof value === 'string' ? storable(value) : value),
    ),
  jsonItems: (column, member) =>
    sql`json_array_elements(${sql.ref(column)}::json -> ${sql.lit(member)}) AS item(value)`,
  insertOrder: (columns) => sql`ORDER BY ${sql.join(columns.map((name) => sql.ref(name)))}`,
  types: {
    text: sql`text COLLATE "C"`,
    integer: 'bigint',
    real: 'double precision',
    bytes: 'bytea',
  },
  tableEnd: () => sql``,
  columns: sql`SELECT tables.relname AS name, columns.attname AS "column"
    FROM pg_class AS tables JOIN pg_attribute AS columns ON columns.attrelid = tables.oid
    WHERE tables.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND tables.relkind IN ('r', 'p') AND columns.attnum > 0 AND NOT columns.attisdropped`,
  estimates: sql`SELECT relname AS name, reltuples::bigint AS rows FROM pg_class
    WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND relkind IN ('r', 'p')`,
};

function inOrder(columns: readonly string[], one: AnyRow, other: AnyRow): number {
  for (const name of columns) {
    if (one[name] < other[name]) return -1;
    if (one[name] > other[name]) return 1;
  }
  return 0;
}
