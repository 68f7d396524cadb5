/** Shelves on Postgres: Keyv's adapter on the store's own connections and tables. */
import KeyvPostgres from '@keyv/postgres';
import type { KeyvStorageAdapter, KeyvStorageEntry } from 'keyv';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { ShelfTable } from '../driver.ts';
import { once } from '../once.ts';
import type { Tables } from '../tables.ts';
import { keyOf, storedKey, storedValue } from './shelf-key.ts';

type Db = Kysely<Tables>;

/** Rows read at a time. */
const PAGE_ROWS = 1_000;
/** Locks of a shelf's keys: more would let more merges run side by side, and cost the server memory. */
const LOCKS = 32;

type StoredEntry = KeyvStorageEntry<string>;

/** The parts of the adapter that are replaced: it calls `connect` once, and is typed as if nobody could replace that. */
interface Replaceable {
  get(key: string): Promise<unknown>;
  getMany(keys: string[]): Promise<unknown[]>;
  setMany(entries: StoredEntry[]): Promise<boolean[] | undefined>;
  set(key: string, value: string, expires?: number): Promise<boolean>;
  delete(key: string): Promise<boolean>;
}
const Base = KeyvPostgres as unknown as new (options: { table: string; schema: string }) => Replaceable;

export function openShelf(db: Db, schema: string, table: string): ShelfTable {
  const ready = once(() => createTable(db, table));
  const query = async (text: string, values: unknown[] = []) => {
    // The adapter's own would make the schema, and lock the table whenever it is opened.
    if (DEFINES.test(text)) return [];
    await ready();
    // With its columns named, the statement is prepared once.
    const named = text.replace(/^SELECT \*/, 'SELECT key, value, expires');
    return (await db.executeQuery(CompiledQuery.raw(named, values))).rows;
  };

  class Adapter extends Base {
    protected async connect() {
      return query;
    }
    override get(key: string) {
      return super.get(storedKey(key));
    }
    override getMany(keys: string[]) {
      return super.getMany(keys.map(storedKey));
    }
    override set(key: string, value: string, expires?: number) {
      return super.set(storedKey(key), storedValue(key, value), expires);
    }
    /** One statement may name a row once, and two that name several must name them in one order: they would wait for each other. */
    override async setMany(entries: StoredEntry[]) {
      const byKey = new Map(
        entries.map(({ key, value, ...rest }) => {
          const stored = { ...rest, key: storedKey(key), value: storedValue(key, value) };
          return [stored.key, stored] as const;
        }),
      );
      const sorted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      const written = (await super.setMany(sorted)) ?? [];
      return entries.map(() => written.every(Boolean));
    }
    override delete(key: string) {
      return super.delete(storedKey(key));
    }
    async *iterator(): AsyncGenerator<[string, string], void> {
      let after = '';
      while (true) {
        const rows = await readPage(db, table, after, ready);
        for (const { key, value } of rows) yield [keyOf(key, value), value];
        if (rows.length < PAGE_ROWS) return;
        after = rows.at(-1)?.key ?? after;
      }
    }
    async disconnect() {}
  }

  return {
    adapter: new Adapter({ table, schema }) as unknown as KeyvStorageAdapter,
    ready,
    namespace: null,
    conflict: sql`(key, COALESCE(namespace, ''))`,
    rowLock: sql`ORDER BY key FOR UPDATE`,
    onlyKnown: (keys) => sql`WHERE ${sql.ref(`${table}.key`)} = ANY(${keys}::text[])`,
    storedKey,
    storedValue,
    lockKeys: (query, keys) => lockKeys(query, `${schema} ${table}`, keys),
  };
}

const DEFINES = /^(?:CREATE|ALTER) /;

async function readPage(db: Db, table: string, after: string, ready: () => Promise<void>) {
  await ready();
  const { rows } = await sql<{ key: string; value: string }>`SELECT key, coalesce(value, '') AS value
    FROM ${sql.table(table)} WHERE namespace IS NULL AND key > ${after} ORDER BY key LIMIT ${PAGE_ROWS}`.execute(
    db,
  );
  return rows;
}

/** As Keyv's adapter makes it, but for the lengths. */
async function createTable(db: Db, name: string): Promise<void> {
  const { rows } = await sql<{
    found: unknown;
  }>`SELECT to_regclass(format('%I.%I', current_schema(), ${name}::text)) AS found`.execute(db);
  if (rows[0]?.found !== null) return;
  await db.transaction().execute(async (query) => {
    // Two processes that make the same table at once would fail.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' shelves', 0))`.execute(
      query,
    );
    const text = sql`text COLLATE "C"`;
    await query.schema
      .createTable(name)
      .ifNotExists()
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('value', text)
      .addColumn('namespace', text)
      .addColumn('expires', 'bigint')
      .execute();
    await sql`CREATE UNIQUE INDEX IF NOT EXISTS ${sql.ref(`${name}_key_namespace_idx`)}
      ON ${sql.table(name)} (key, COALESCE(namespace, ''))`.execute(query);
  });
}

/** Merges of the same key wait for each other, also where the key has no row yet that could be locked. */
async function lockKeys(query: Db, shelf: string, keys: readonly string[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(lock) FROM (
    SELECT DISTINCT hashtextextended(${shelf}, mod(abs(hashtext(key)::bigint), ${LOCKS}::bigint)) AS lock
    FROM unnest(${keys}::text[]) AS keys(key) ORDER BY lock) AS locks`.execute(query);
}
