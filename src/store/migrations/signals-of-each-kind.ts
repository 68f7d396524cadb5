/**
 * Migration 9: a mark, a save and a share of one paper are kept side by side, so that taking one back leaves the others. Versions with
 * schema 8 cannot add libraries to a table with this key; none of them was released.
 */
import { type Kysely, sql } from 'kysely';
import { portableSql } from '../portable-sql.ts';

type Database = Kysely<Record<string, Record<string, unknown>>>;

export const signalsOfEachKind = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    const { types, tableEnd } = portableSql(db);
    await db.schema
      .createTable('signals_of_each_kind')
      .addColumn('person', types.text, (column) => column.notNull())
      .addColumn('channel', types.text, (column) => column.notNull())
      .addColumn('paper', types.text, (column) => column.notNull())
      .addColumn('kind', types.text, (column) => column.notNull())
      .addColumn('at', types.integer, (column) => column.notNull())
      .addColumn('text', types.text)
      .addPrimaryKeyConstraint('signals_by_kind_key', ['person', 'channel', 'paper', 'kind'])
      .modifyEnd(tableEnd('keyed'))
      .execute();
    await sql`INSERT INTO signals_of_each_kind (person, channel, paper, kind, at, text)
      SELECT person, channel, paper, kind, at, text FROM signals`.execute(db);
    await db.schema.dropTable('signals').execute();
    await db.schema.alterTable('signals_of_each_kind').renameTo('signals').execute();
    await db.schema.createIndex('signals_by_channel').on('signals').columns(['channel', 'at']).execute();
  },
};
