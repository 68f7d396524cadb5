/** Migration 4: a paper on a reading list can be done, and have a note. */
import type { Kysely } from 'kysely';
import { portableSql } from '../portable-sql.ts';
import { readTableColumns } from '../table-columns.ts';

type Database = Kysely<Record<string, Record<string, unknown>>>;

/** The table of reading lists, and the name under which a version from before migrations moved it away. */
const LISTS = ['saved', 'saved_migration_old'];

export const readingListNotes = {
  async up(untyped: Kysely<unknown>): Promise<void> {
    const db = untyped as unknown as Database;
    const { text, integer } = portableSql(db).types;
    const tables = await readTableColumns(db);
    for (const table of LISTS.filter((name) => tables.get(name)?.has('seq'))) {
      await db.schema.alterTable(table).addColumn('done_at', integer).execute();
      await db.schema.alterTable(table).addColumn('note', text).execute();
    }
  },
};
