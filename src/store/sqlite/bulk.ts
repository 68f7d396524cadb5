/** Reads and writes whole tables of a SQLite file. */
import { CompiledQuery, sql } from 'kysely';
import type { Bulk, BulkTable, LayoutRow } from '../bulk.ts';
import { fileId } from './files.ts';

/** Values of one INSERT: SQLite takes 32,766, and a statement is prepared for each number of rows. */
const MOST_VALUES = 1_000;

export function createBulk(path: string): Bulk {
  return {
    place: async () => `file ${fileId(path)}`,
    layout: sql<LayoutRow>`SELECT tables.name AS "table", columns.name AS name, columns.pk AS key,
      CASE columns.type WHEN 'INTEGER' THEN 'integer' WHEN 'REAL' THEN 'real' WHEN 'BLOB' THEN 'bytes' ELSE 'text' END AS type
      FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'`,
    ordered: (table, { name }) => sql.ref(`${table.name}.${name}`),
    exactly: (_, { name, type }) =>
      type === 'integer' ? sql`CAST(${sql.ref(name)} AS TEXT)` : sql.ref(name),
    // As bytes: a text that is not UTF-8 would come back as another one, and reading would not get past it.
    asPosition: (_, { name, type }) =>
      type === 'text' ? sql`hex(${sql.ref(name)})` : sql`CAST(${sql.ref(name)} AS TEXT)`,
    fromPosition: ({ type }, position) =>
      type === 'text'
        ? sql`CAST(${Buffer.from(position, 'hex')} AS TEXT)`
        : sql`CAST(${position} AS INTEGER)`,
    // A key that damage turned into bytes equals no text.
    isReachable: ({ isShelf }) =>
      isShelf ? sql<boolean>`typeof(key) = 'text' AND typeof(namespace) = 'text'` : sql<boolean>`true`,
    fromStored: (_, row) => row,
    asStorable: (_, text) => text.toWellFormed(),
    async insert(db, table, rows) {
      const size = Math.max(1, Math.floor(MOST_VALUES / table.columns.length));
      for (let at = 0; at < rows.length; at += size) {
        const some = rows.slice(at, at + size);
        await db.executeQuery(CompiledQuery.raw(insertOf(table, some.length), some.flat()));
      }
    },
    clear: async (db, { name }) => void (await sql`DELETE FROM ${sql.table(name)}`.execute(db)),
    settle: async () => {},
  };
}

function insertOf({ name, columns }: BulkTable, rows: number): string {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const values = `(${columns.map(({ type }) => (type === 'integer' ? 'CAST(? AS INTEGER)' : '?')).join(', ')})`;
  return `INSERT INTO "${name}" (${names}) VALUES ${Array(rows).fill(values).join(', ')} ON CONFLICT DO NOTHING`;
}
