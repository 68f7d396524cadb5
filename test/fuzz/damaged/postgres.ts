/** Rows of a schema of PostgreSQL: before each case all tables are filled as they were. */
import pg from 'pg';
import { openStore } from '../../../src/store/store.ts';
import { createSchema } from '../../store/server.ts';
import { type Copies, type Fill, isOwn, type Row, sorted } from './rows.ts';

/** Where a row stands, in what is read of it. */
const PLACE = 'ctid';

export async function openPostgresRows(fill: Fill): Promise<Copies> {
  const { url, schema, drop } = await createSchema();
  await fill(await openStore(url));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const read = async (text: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query(text, values)).rows;
  const found = await read('SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1', [schema]);
  const tables = found.map(({ tablename }) => String(tablename)).filter(isOwn);
  for (const one of tables) await read(`CREATE TEMPORARY TABLE "whole ${one}" AS TABLE "${schema}"."${one}"`);
  const refill = tables
    .map((one) => `DELETE FROM "${one}"; INSERT INTO "${one}" OVERRIDING SYSTEM VALUE TABLE "whole ${one}";`)
    .join('\n');
  return {
    async fresh() {
      await read(`BEGIN; ${refill} COMMIT`);
      return {
        async counts() {
          const counted = tables.map((one) => `(SELECT count(*) FROM "${one}") AS "${one}"`);
          const [counts = {}] = await read(`SELECT ${counted.join(', ')}`);
          return new Map(Object.entries(counts).map(([name, rows]) => [name, Number(rows)]));
        },
        async columns(table) {
          const of = 'SELECT column_name FROM information_schema.columns';
          const columns = await read(
            `${of} WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`,
            [schema, table],
          );
          return columns.map(({ column_name }) => String(column_name));
        },
        async rows(table) {
          return sorted(await read(`SELECT *, ${PLACE} FROM "${table}"`), PLACE);
        },
        set: async (table, row, column, value) =>
          void (await read(`UPDATE "${table}" SET "${column}" = $1 WHERE ${PLACE} = $2`, [
            value,
            row[PLACE],
          ])),
        delete: async (table, row) =>
          void (await read(`DELETE FROM "${table}" WHERE ${PLACE} = $1`, [row[PLACE]])),
        open: () => openStore(url),
        end: async () => {},
      };
    },
    async end() {
      await client.end();
      await drop();
    },
  };
}
