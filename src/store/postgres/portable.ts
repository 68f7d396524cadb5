/** The SQL of Postgres where databases differ. */
import { sql } from 'kysely';
import type { PortableSql } from '../portable-sql.ts';
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
  insertRows(table, rows) {
    const columns = sql.join(Object.keys(rows[0] ?? {}).map(sql.ref));
    const list = JSON.stringify(rows.toSorted(byValues), (_, value) =>
      typeof value === 'string' ? storable(value) : value,
    );
    return sql`INSERT INTO ${sql.table(table)} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${sql.table(table)}, ${list}::json)`;
  },
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
};

function byValues(one: object, other: object): number {
  const others = Object.values(other);
  for (const [at, value] of Object.values(one).entries()) {
    if (value < others[at]) return -1;
    if (value > others[at]) return 1;
  }
  return 0;
}
