/** The SQL of SQLite where databases differ. */
import { sql } from 'kysely';
import type { PortableSql } from '../portable-sql.ts';

export const sqliteSql: PortableSql = {
  kind: 'sqlite',
  isIn: (column, texts) =>
    sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(texts)}))`,
  isCalendarDay: (column) => sql<boolean>`date(${sql.ref(column)}) IS ${sql.ref(column)}`,
  selectList(_, columns, list) {
    const values = columns.map((name, at) => sql`value ->> ${sql.lit(at)} AS ${sql.ref(name)}`);
    return sql`SELECT ${sql.join(values)} FROM json_each(${list})`;
  },
  listOf: (columns, rows) => JSON.stringify(rows.map((row) => columns.map((name) => row[name]))),
  jsonItems: (column, member) => sql`json_each(${sql.ref(column)}, ${sql.lit(`$.${member}`)}) AS item`,
  insertOrder: () => sql``,
  types: { text: 'text', integer: 'integer', real: 'real', bytes: 'blob' },
  tableEnd: (keyed) => (keyed === 'keyed' ? sql`STRICT, WITHOUT ROWID` : sql`STRICT`),
  columns: sql`SELECT tables.name AS name, columns.name AS "column"
    FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'`,
};
