/** Shelves on SQLite: Keyv's adapter on the store's own connection. */
import KeyvSqlite from '@keyv/sqlite';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { ShelfTable } from '../driver.ts';
import { once } from '../once.ts';
import type { Tables } from '../tables.ts';

type Db = Kysely<Tables>;
type Query = (text: string, ...values: unknown[]) => Promise<unknown[]>;

/** Keyv reads a shelf in pages of this many rows; its default of 10 makes a start with 100,000 papers slow. */
const PAGE_ROWS = 1_000;
/** What the adapter asks as it is made, to prepare its table. */
const PREPARES = /^(?:PRAGMA|CREATE) /;

export function openShelf(db: Db, table: string): ShelfTable {
  const run: Query = async (text, ...values) => (await db.executeQuery(CompiledQuery.raw(text, values))).rows;
  // The adapter would prepare the table once, and fail for good where that failed: one of its own does it, again after a failure.
  const ready = once(async () => {
    await withoutEnds(db, table);
    await createAdapter(table, run).ready;
  });
  return {
    adapter: createAdapter(table, async (text, ...values) => {
      if (PREPARES.test(text)) return [];
      await ready();
      return run(text, ...values);
    }),
    ready,
    namespace: '',
    conflict: sql`(key, namespace)`,
    rowLock: sql``,
    onlyKnown: () => sql``,
    storedKey: (key) => key,
    storedValue: (_, text) => text,
    lockKeys: async () => {},
  };
}

/** On the store's own connection: with another, Keyv would wait for a lock that this process holds. */
function createAdapter(table: string, query: Query): KeyvSqlite {
  const connect = async () => ({ query, async close() {} });
  return new KeyvSqlite({ table, iterationLimit: PAGE_ROWS, driver: { name: 'custom', connect } });
}

/** Nothing on a shelf expires: a moment in that column was damaged, and Keyv would delete its row, or could not read any. */
async function withoutEnds(db: Db, name: string): Promise<void> {
  const table = sql.table(name);
  const { rows } = await sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${name}`.execute(db);
  if (rows.length > 0) await sql`UPDATE ${table} SET expires = NULL WHERE expires IS NOT NULL`.execute(db);
}
