/** Which tables a database holds, and with which columns. */
import type { Kysely } from 'kysely';
import { portableSql } from './portable-sql.ts';
import { COLUMNS, type Tables } from './tables.ts';

export type TableColumns = ReadonlyMap<string, ReadonlySet<string>>;

// biome-ignore lint/suspicious/noExplicitAny: migrations use it before the tables are those of `Tables`.
export async function readTableColumns(db: Kysely<any>): Promise<TableColumns> {
  const { rows } = await portableSql(db).columns.execute(db);
  const byTable = Map.groupBy(rows, ({ name }) => name);
  return new Map([...byTable].map(([name, list]) => [name, new Set(list.map(({ column }) => column))]));
}

/** A column that a table of ours lacks, the first of all where there is no such table; undefined when it is whole. */
export function missingColumn(
  table: keyof Tables,
  found: ReadonlySet<string> | undefined,
): string | undefined {
  return COLUMNS[table].find((column) => !found?.has(column));
}
