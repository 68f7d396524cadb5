/** Migration 5: how many votes papers had on each of the last days, so that their growth can be told. */
import type { Kysely } from 'kysely';
import { portableSql } from '../portable-sql.ts';

type Database = Kysely<Record<string, Record<string, unknown>>>;

export const voteCounts = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    const { types, tableEnd } = portableSql(db);
    await db.schema
      .createTable('vote_counts')
      .addColumn('paper', types.text, (column) => column.notNull())
      .addColumn('day', types.text, (column) => column.notNull())
      .addColumn('votes', types.integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('vote_counts_key', ['paper', 'day'])
      .modifyEnd(tableEnd('keyed'))
      .execute();
    await db.schema.createIndex('vote_counts_by_day').on('vote_counts').columns(['day']).execute();
  },
};
