/** Migration 3: topics can have a name and be edited, and changes of channels are recorded so that they can be undone. */
import type { Kysely } from 'kysely';
import { portableSql } from '../portable-sql.ts';
import { readTableColumns } from '../table-columns.ts';

type Database = Kysely<Record<string, Record<string, unknown>>>;

/** The table of topics, and the name under which a version from before migrations moved it away. */
const TOPICS = ['subscriptions', 'subscriptions_migration_old'];

export const namedTopicsAndChanges = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    const { text, integer } = portableSql(db).types;
    const tables = await readTableColumns(db);
    for (const table of TOPICS.filter((name) => tables.get(name)?.has('meaning'))) {
      for (const name of ['name', 'edited_by_id', 'edited_by_name'])
        await db.schema.alterTable(table).addColumn(name, text).execute();
      await db.schema.alterTable(table).addColumn('edited_at', integer).execute();
    }
    await db.schema
      .createTable('channel_changes')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('channel', text, (column) => column.notNull())
      .addColumn('by_id', text, (column) => column.notNull())
      .addColumn('at', integer, (column) => column.notNull())
      .addColumn('record', text, (column) => column.notNull())
      .addColumn('undone', text)
      .modifyEnd(portableSql(db).tableEnd('plain'))
      .execute();
    await db.schema
      .createIndex('channel_changes_by_time')
      .on('channel_changes')
      .columns(['channel', 'at'])
      .execute();
  },
};
