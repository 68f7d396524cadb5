/** Migration 8: what people said of papers, from which taste is learned. */
import type { Kysely } from 'kysely';
import { portableSql } from '../portable-sql.ts';

type Database = Kysely<Record<string, Record<string, unknown>>>;

export const signals = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    const { types, tableEnd } = portableSql(db);
    await db.schema
      .createTable('signals')
      .addColumn('person', types.text, (column) => column.notNull())
      .addColumn('channel', types.text, (column) => column.notNull())
      .addColumn('paper', types.text, (column) => column.notNull())
      .addColumn('kind', types.text, (column) => column.notNull())
      .addColumn('at', types.integer, (column) => column.notNull())
      .addColumn('text', types.text)
      .addPrimaryKeyConstraint('signals_key', ['person', 'channel', 'paper'])
      .modifyEnd(tableEnd('keyed'))
      .execute();
    await db.schema.createIndex('signals_by_channel').on('signals').columns(['channel', 'at']).execute();
  },
};
