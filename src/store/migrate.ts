/** Migrates a store to this version's schema, and decides whether a store of a newer version can be used. */
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { PaperboyError } from '../model/errors.ts';
import type { Driver } from './driver.ts';
import { channelTables } from './migrations/channel-tables.ts';
import { judgementsAndLibraries } from './migrations/judgements-and-libraries.ts';
import { namedTopicsAndChanges } from './migrations/named-topics-and-changes.ts';
import { readingListNotes } from './migrations/reading-list-notes.ts';
import { roomTables } from './migrations/room-tables.ts';
import { signals } from './migrations/signals.ts';
import { signalsOfEachKind } from './migrations/signals-of-each-kind.ts';
import { voteCounts } from './migrations/vote-counts.ts';
import { withoutSentByDelivery } from './migrations/without-sent-by-delivery.ts';
import { readTableColumns } from './table-columns.ts';
import type { Tables } from './tables.ts';

/**
 * In the order of their names. A migration that was released is never changed.
 *
 * During a roll, versions run side by side, and a rollback starts the older one on the newer schema. So a migration only adds:
 * tables, indexes, and columns that may be null or have a default. What older versions cannot work with, such as a column that
 * is dropped, comes at least one release after the last version that used it, and its name says from which schema on versions
 * can: `0007-since-0005-drop-colors`. Versions of older schemas then refuse the store.
 */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-channel-tables': channelTables,
  '0002-room-tables': roomTables,
  '0003-named-topics-and-changes': namedTopicsAndChanges,
  '0004-reading-list-notes': readingListNotes,
  '0005-vote-counts': voteCounts,
  '0006-without-sent-by-delivery': withoutSentByDelivery,
  '0007-judgements-and-libraries': judgementsAndLibraries,
  '0008-signals': signals,
  '0009-since-0009-signals-of-each-kind': signalsOfEachKind,
};

/** With the number of a migration, and of the schema from which on versions can work with it. */
export const NAME = /^(\d{4})-(?:since-(\d{4})-)?[a-z0-9-]+$/;

/** The newest schema of this version, by the name of its migration. */
export const NEWEST = Object.keys(MIGRATIONS).at(-1) ?? '';

/**
 * @param onNewer is told, in a sentence, that a newer version made the store and this one can use it; absent: it is refused
 * @throws PaperboyError `store` when this version cannot use the store, or a migration failed; nothing was changed then
 */
export async function migrate(
  db: Kysely<Tables>,
  driver: Driver,
  onNewer?: (sentence: string) => void,
): Promise<void> {
  const isDone = async () => {
    const { state, newest } = await lookAtSchema(db, driver);
    if (state !== 'newer') return state === 'current';
    if (onNewer === undefined) throw madeByNewer(driver, newest);
    onNewer(
      `The store ${driver.name} was updated by a newer version of Paperboy (schema ${newest}), and this version works with it.`,
    );
    return true;
  };
  if (await isDone()) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    // Without it, the tables of another Paperboy in the same database would be taken for this one's.
    ...(driver.schema === undefined ? {} : { migrationTableSchema: driver.schema }),
  });
  const { error } = await migrator.migrateToLatest();
  // Kysely fails when a newer version has migrated the store meanwhile.
  if (error !== undefined && !(await isDone())) throw error;
}

/**
 * Whether a store has this version's schema, an older one, or none that migrations made.
 * @throws PaperboyError `store` when a newer version made it
 */
export async function readSchema(db: Kysely<Tables>, driver: Driver): Promise<'current' | 'older' | 'none'> {
  const { state, newest } = await lookAtSchema(db, driver);
  if (state === 'newer') throw madeByNewer(driver, newest);
  return state;
}

/** `none`: no migration was applied. */
export interface Schema {
  state: 'current' | 'older' | 'newer' | 'none';
  /** The name of its last migration; empty where there is none. */
  newest: string;
}

/**
 * Which schema a store has; `newest` is the name of its last migration.
 * @throws PaperboyError `store` when this version cannot use it
 */
export async function lookAtSchema(db: Kysely<Tables>, driver: Driver): Promise<Schema> {
  const applied = await appliedTo(db);
  const newest = applied.at(-1) ?? '';
  const unknown = applied.filter((name) => !Object.hasOwn(MIGRATIONS, name));
  const foreign = unknown.find((name) => !NAME.test(name) || numberOf(name) <= numberOf(NEWEST));
  if (foreign !== undefined) {
    throw new PaperboyError(
      'store',
      `The store ${driver.name} is damaged: its table kysely_migration names ${JSON.stringify(foreign).slice(0, 80)}, which no version of Paperboy wrote. ${driver.ways.restore}`,
    );
  }
  if (unknown.some((name) => numberOf(NEWEST) < (NAME.exec(name)?.[2] ?? '')))
    throw madeByNewer(driver, newest);
  const known = applied.length - unknown.length;
  if (known === Object.keys(MIGRATIONS).length)
    return { state: unknown.length > 0 ? 'newer' : 'current', newest } as const;
  // Newer versions apply the older migrations first.
  if (unknown.length > 0) throw madeByNewer(driver, newest);
  return { state: known > 0 ? 'older' : 'none', newest } as const;
}

const numberOf = (name: string) => name.slice(0, 4);

function madeByNewer({ name, ways }: Driver, schema: string): PaperboyError {
  return new PaperboyError(
    'store',
    `The store ${name} was written by a newer version of Paperboy (schema ${schema}). Update Paperboy, or ${ways.elsewhere}.`,
  );
}

/** The names of the migrations that were applied, in their order. */
async function appliedTo(db: Kysely<Tables>): Promise<string[]> {
  if (!(await readTableColumns(db)).has('kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(db);
  return rows.map(({ name }) => String(name)).sort();
}
