/** Migrates a store to this version's schema, and refuses one that a newer version wrote. */
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { PaperboyError } from '../model/errors.ts';
import { channelTables } from './migrations/channel-tables.ts';
import { roomTables } from './migrations/room-tables.ts';
import type { Tables } from './tables.ts';

/** In the order of their names. A migration that was released is never changed. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-channel-tables': channelTables,
  '0002-room-tables': roomTables,
};

/** @throws PaperboyError `store` when a newer program made the store, or a migration failed; nothing was changed then */
export async function migrate(db: Kysely<Tables>, path: string): Promise<void> {
  const applied = await appliedTo(db);
  const unknown = applied.find((name) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown !== undefined && !/^\d{4}-[a-z-]+$/.test(unknown)) {
    throw new PaperboyError(
      'store',
      `The store ${path} is damaged: its table kysely_migration names ${JSON.stringify(unknown).slice(0, 80)}, which no version of Paperboy wrote. Replace it with a backup, or move it away to start fresh.`,
    );
  }
  if (unknown !== undefined) {
    throw new PaperboyError(
      'store',
      `The store ${path} was written by a newer version of Paperboy (schema ${unknown}). Update Paperboy, or set DATA_DIR to another folder.`,
    );
  }
  if (applied.length === Object.keys(MIGRATIONS).length) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function appliedTo(db: Kysely<Tables>): Promise<string[]> {
  const { rows: tables } = await sql`SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'`.execute(db);
  if (tables.length === 0) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(db);
  return rows.map(({ name }) => String(name));
}
