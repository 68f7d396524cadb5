/** Migration 7: what a language model said of papers, how often it was asked on each day, and the libraries that were read in. */
import type { Kysely } from 'kysely';
import { portableSql } from '../portable-sql.ts';

type Database = Kysely<Record<string, Record<string, unknown>>>;

export const judgementsAndLibraries = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    const { types, tableEnd } = portableSql(db);
    await db.schema
      .createTable('judgements')
      .addColumn('paper', types.text, (column) => column.notNull())
      .addColumn('model', types.text, (column) => column.notNull())
      .addColumn('criterion', types.text, (column) => column.notNull())
      .addColumn('holds', types.integer, (column) => column.notNull())
      .addColumn('said', types.text, (column) => column.notNull())
      .addColumn('at', types.integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('judgements_key', ['paper', 'model', 'criterion'])
      .modifyEnd(tableEnd('keyed'))
      .execute();
    await db.schema.createIndex('judgements_by_time').on('judgements').columns(['at']).execute();
    await db.schema
      .createTable('model_days')
      .addColumn('day', types.text, (column) => column.primaryKey())
      .addColumn('requests', types.integer, (column) => column.notNull())
      .modifyEnd(tableEnd('keyed'))
      .execute();
    await db.schema
      .createTable('library_items')
      .addColumn('owner', types.text, (column) => column.notNull())
      .addColumn('paper', types.text, (column) => column.notNull())
      .addColumn('origin', types.text, (column) => column.notNull())
      .addColumn('key', types.text)
      .addColumn('title', types.text, (column) => column.notNull())
      .addColumn('abstract', types.text, (column) => column.notNull())
      .addColumn('at', types.integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('library_items_key', ['owner', 'paper'])
      .modifyEnd(tableEnd('keyed'))
      .execute();
  },
};
