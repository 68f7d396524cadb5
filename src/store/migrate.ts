/** Migrates a store to this version's schema, and refuses one that a newer version wrote. */
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { PaperboyError } from '../model/errors.ts';
import type { Driver } from './driver.ts';
import { channelTables } from './migrations/channel-tables.ts';
import { roomTables } from './migrations/room-tables.ts';
import { readTableColumns } from './table-columns.ts';
import type { Tables } from './tables.ts';

/** In the order of their names. A migration that was released is never changed. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-channel-tables': channelTables,
  '0002-room-tables': roomTables,
};

/** The newest schema, by the name of its migration. */
export const NEWEST = Object.keys(MIGRATIONS).at(-1) ?? '';

/** @throws PaperboyError `store` when a newer program made the store, or a migration failed; nothing was changed then */
export async function migrate(db: Kysely<Tables>, driver: Driver): Promise<void> {
  if ((await readSchema(db, driver)) === 'current') return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    // Without it, the tables of another Paperboy in the same database would be taken for this one's.
    ...(driver.schema === undefined ? {} : { migrationTableSchema: driver.schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * Whether a store has this version's schema, an older one, or none that migrations made.
 * @throws PaperboyError `store` when a newer program made it
 */
export async function readSchema(
  db: Kysely<Tables>,
  { name, ways }: Driver,
): Promise<'current' | 'older' | 'none'> {
  const applied = await appliedTo(db);
  const unknown = applied.find((one) => !Object.hasOwn(MIGRATIONS, one));
  if (unknown !== undefined && !/^\d{4}-[a-z-]+$/.test(unknown)) {
    throw new PaperboyError(
      'store',
      `The store ${name} is damaged: its table kysely_migration names ${JSON.stringify(unknown).slice(0, 80)}, which no version of Paperboy wrote. ${ways.restore}`,
    );
  }
  if (unknown !== undefined) {
    throw new PaperboyError(
      'store',
      `The store ${name} was written by a newer version of Paperboy (schema ${unknown}). Update Paperboy, or ${ways.elsewhere}.`,
    );
  }
  if (applied.length === Object.keys(MIGRATIONS).length) return 'current';
  return applied.length > 0 ? 'older' : 'none';
}

async function appliedTo(db: Kysely<Tables>): Promise<string[]> {
  if (!(await readTableColumns(db)).has('kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(db);
  return rows.map(({ name }) => String(name));
}
