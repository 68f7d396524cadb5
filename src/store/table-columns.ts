/** Which tables a database holds, and with which columns. */
import type { Kysely } from 'kysely';
import { portableSql } from './portable-sql.ts';

export type TableColumns = ReadonlyMap<string, ReadonlySet<string>>;

// biome-ignore lint/suspicious/noExplicitAny: migrations use it before the tables are those of `Tables`.
export async function readTableColumns(db: Kysely<any>): Promise<TableColumns> {
  const { rows } = await portableSql(db).columns.execute(db);
  const byTable = Map.groupBy(rows, ({ name }) => name);
  return new Map([...byTable].map(([name, list]) => [name, new Set(list.map(({ column }) => column))]));
}
