/**
 * Migration 2: the tables of the arrival log, the ledger, source locks and the HTTP cache. Stores of earlier versions have
 * them, made by those rooms themselves, some without a column.
 */
import { randomBytes } from 'node:crypto';
import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { portableSql } from '../portable-sql.ts';
import { readTableColumns } from '../table-columns.ts';

type Database = Kysely<Record<string, Record<string, unknown>>>;

export const roomTables = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    await createArrivals(db);
    await createLedger(db);
    await createSourceTables(db);
  },
};

async function createArrivals(db: Database): Promise<void> {
  const { types, tableEnd } = portableSql(db);
  const { text, integer } = types;
  await table(db, 'arrivals')
    .addColumn('seq', integer, (column) => column.primaryKey())
    .addColumn('paper', text, (column) => column.notNull().unique())
    .addColumn('day', text, (column) => column.notNull())
    .addColumn('rev', integer, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .addColumn('work', text, (column) => column.notNull())
    .addColumn('news', integer, (column) => column.notNull().defaultTo(1))
    .modifyEnd(tableEnd('plain'))
    .execute();
  // Stores made before there was a difference hold only news.
  await addColumn(db, 'arrivals', 'news', 'integer', (column) => column.notNull().defaultTo(1));
  await index(db, 'arrivals_by_work', 'arrivals', ['work']);
  await index(db, 'arrivals_by_rev', 'arrivals', ['rev']);
  await index(db, 'arrivals_by_day', 'arrivals', ['day', 'seq']);
  await table(db, 'aliases')
    .addColumn('alias', text, (column) => column.primaryKey())
    .addColumn('paper', text, (column) => column.notNull())
    .modifyEnd(tableEnd('keyed'))
    .execute();
  await table(db, 'identity')
    .addColumn('one', integer, (column) => column.primaryKey().check(sql`one = 1`))
    .addColumn('id', text, (column) => column.notNull())
    .modifyEnd(tableEnd('plain'))
    .execute();
  await db
    .insertInto('identity')
    .values({ one: 1, id: randomBytes(16).toString('hex') })
    .onConflict((on) => on.doNothing())
    .execute();
}

async function createLedger(db: Database): Promise<void> {
  const { types, tableEnd } = portableSql(db);
  const { text, integer } = types;
  const states = sql`state IN ('planned', 'posting', 'posted', 'failed', 'skipped', 'unknown')`;
  await table(db, 'deliveries')
    .addColumn('key', text, (column) => column.primaryKey())
    .addColumn('channel', text, (column) => column.notNull())
    .addColumn('day', text, (column) => column.notNull())
    .addColumn('slot_at', integer, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull().check(states))
    .addColumn('reason', text)
    .addColumn('plan', text, (column) => column.notNull())
    .addColumn('up_to', integer)
    .addColumn('newest', text)
    .addColumn('receipts', text, (column) => column.notNull().defaultTo('[]'))
    .addColumn('attempts', integer, (column) => column.notNull().defaultTo(0))
    .addColumn('not_before', integer)
    .addColumn('owner', text)
    .addColumn('lease_until', integer)
    .addColumn('updated_at', integer, (column) => column.notNull())
    .addUniqueConstraint('deliveries_day', ['channel', 'day'])
    .modifyEnd(tableEnd('keyed'))
    .execute();
  const open = sql<boolean>`state IN ('planned', 'posting', 'unknown')`;
  const settled = sql<boolean>`state IN ('posted', 'failed', 'skipped')`;
  await index(db, 'deliveries_open', 'deliveries', ['slot_at'], open);
  await index(db, 'deliveries_waiting', 'deliveries', ['channel', 'slot_at'], open);
  const covers = sql<boolean>`up_to IS NOT NULL`;
  await index(db, 'deliveries_covered', 'deliveries', ['channel', 'up_to', 'newest'], covers);
  await index(db, 'deliveries_settled', 'deliveries', ['updated_at'], settled);
  await table(db, 'sent')
    .addColumn('channel', text, (column) => column.notNull())
    .addColumn('paper', text, (column) => column.notNull())
    .addColumn('delivery', text, (column) => column.notNull())
    .addColumn('day', text, (column) => column.notNull())
    .addColumn('topics', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('sent_key', ['channel', 'paper'])
    .modifyEnd(tableEnd('keyed'))
    .execute();
  await index(db, 'sent_by_delivery', 'sent', ['delivery']);
}

async function createSourceTables(db: Database): Promise<void> {
  const { types, tableEnd } = portableSql(db);
  const { text, real, bytes } = types;
  await table(db, 'turns')
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('open_at', real, (column) => column.notNull())
    .modifyEnd(tableEnd('plain'))
    .execute();
  await table(db, 'answers')
    .addColumn('url', text, (column) => column.primaryKey())
    .addColumn('etag', text)
    .addColumn('modified', text)
    .addColumn('link', text)
    .addColumn('body', bytes, (column) => column.notNull())
    .addColumn('at', real, (column) => column.notNull())
    .addColumn('charset', text)
    .modifyEnd(tableEnd('plain'))
    .execute();
  // Stores made before answers were kept with their encoding.
  await addColumn(db, 'answers', 'charset', 'text');
}

function table(db: Database, name: string): CreateTableBuilder<string> {
  return db.schema.createTable(name).ifNotExists();
}

async function index(
  db: Database,
  name: string,
  on: string,
  columns: string[],
  where?: ReturnType<typeof sql<boolean>>,
): Promise<void> {
  const made = db.schema.createIndex(name).ifNotExists().on(on).columns(columns);
  await (where === undefined ? made : made.where(where)).execute();
}

async function addColumn(
  db: Database,
  on: string,
  name: string,
  type: 'integer' | 'text',
  build: Parameters<ReturnType<Database['schema']['alterTable']>['addColumn']>[2] = (column) => column,
): Promise<void> {
  if ((await readTableColumns(db)).get(on)?.has(name)) return;
  await db.schema.alterTable(on).addColumn(name, portableSql(db).types[type], build).execute();
}
