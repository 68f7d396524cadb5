/** Migration 1: channels, subscriptions and reading lists move from Keyv shelves to tables. */
import { type Kysely, sql } from 'kysely';
import { portableSql } from '../portable-sql.ts';
import { readTableColumns } from '../table-columns.ts';

// The tables change from one migration to the next, so Kysely's types cannot follow them here.
type Database = Kysely<Record<string, Record<string, unknown>>>;

export const channelTables = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    const channels = await takeShelf(db, 'channels');
    const subscriptions = await takeShelf(db, 'subscriptions');
    const saved = await takeShelf(db, 'saved');
    await createTables(db);
    for (const { key, value } of channels) {
      const record = typeof value === 'string' ? value : JSON.stringify(value);
      await db.insertInto('channels').values({ id: key, record, version: 1, rev: 0 }).execute();
    }
    for (const { key, value } of subscriptions) {
      await db.insertInto('subscriptions').values(subscriptionRow(key, value)).execute();
    }
    for (const { key, value } of saved) {
      const papers = [...new Set(Array.isArray(value) ? value.map(String) : [])];
      for (const [at, paper] of papers.reverse().entries()) {
        await db
          .insertInto('saved')
          .values({ person: key, paper, seq: at + 1 })
          .execute();
      }
    }
  },
};

async function createTables(db: Database): Promise<void> {
  const { types, tableEnd } = portableSql(db);
  const { text, integer } = types;
  const end = tableEnd('plain');
  await db.schema
    .createTable('channels')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('record', text, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('rev', integer, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
  await db.schema
    .createTable('subscriptions')
    .addColumn('key', text, (column) => column.primaryKey())
    .addColumn('channel', text, (column) => column.notNull())
    .addColumn('query', text, (column) => column.notNull())
    .addColumn('meaning', text, (column) => column.notNull())
    .addColumn('by_id', text, (column) => column.notNull())
    .addColumn('by_name', text, (column) => column.notNull())
    .addColumn('at', integer, (column) => column.notNull())
    .addColumn('rev', integer, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
  await db.schema
    .createTable('removals')
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .addColumn('rev', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('removals_key', ['kind', 'key'])
    .modifyEnd(end)
    .execute();
  await db.schema
    .createTable('saved')
    .addColumn('person', text, (column) => column.notNull())
    .addColumn('paper', text, (column) => column.notNull())
    .addColumn('seq', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('saved_key', ['person', 'paper'])
    .modifyEnd(end)
    .execute();
  await db.schema
    .createTable('revisions')
    .ifNotExists()
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('value', integer, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
  const indexes: [string, string, string[]][] = [
    ['channels_by_rev', 'channels', ['rev']],
    ['subscriptions_by_rev', 'subscriptions', ['rev']],
    ['subscriptions_by_channel', 'subscriptions', ['channel']],
    ['removals_by_rev', 'removals', ['rev']],
    ['saved_by_seq', 'saved', ['person', 'seq']],
  ];
  for (const [name, table, columns] of indexes) {
    await db.schema.createIndex(name).on(table).columns(columns).execute();
  }
}

/** What a Keyv shelf holds, whose table is dropped; nothing when there was none. A value that is not JSON stays text. */
async function takeShelf(db: Database, name: string): Promise<{ key: string; value: unknown }[]> {
  // On Postgres there was no version before this one: such a table is another program's.
  if (portableSql(db).kind !== 'sqlite' || !(await readTableColumns(db)).get(name)?.has('value')) return [];
  const table = sql.table(name);
  const { rows } = await sql<{ key: string; value: string | null }>`SELECT key, value FROM ${table}`.execute(
    db,
  );
  await db.schema.dropTable(name).execute();
  return rows.map(({ key, value }) => ({ key, value: unwrapped(value ?? '') }));
}

/** Keyv keeps `{"value": ...}`. */
function unwrapped(text: string): unknown {
  try {
    return (JSON.parse(text) as { value: unknown }).value ?? text;
  } catch {
    return text;
  }
}

/** Everything that can be read of a topic; what cannot is empty, and the topic is shown with its problem. */
function subscriptionRow(key: string, value: unknown) {
  const kept = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const by = (kept.by ?? {}) as Record<string, unknown>;
  const words = (one: unknown, otherwise = '') => (typeof one === 'string' ? one : otherwise);
  return {
    key,
    channel: words(kept.channel, key.slice(0, Math.max(key.lastIndexOf(' '), 0))),
    query: words(kept.query),
    meaning: words(kept.meaning, key),
    by_id: words(by.id),
    by_name: words(by.name, 'unknown'),
    at: Number.isSafeInteger(kept.at) ? kept.at : 0,
    rev: 0,
  };
}
