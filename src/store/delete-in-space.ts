/** Deletes the rows of a workspace's people or channels. */
import { type Kysely, sql } from 'kysely';
import { type ChannelId, isInSpace, type PersonId, type SpaceId } from '../model/channel-id.ts';
import { isIn } from './portable-sql.ts';
import type { Tables } from './tables.ts';

/** @param column holds ids of people or channels */
export async function deleteInSpace<T extends keyof Tables>(
  db: Kysely<Tables>,
  table: T,
  column: keyof Tables[T] & string,
  space: SpaceId,
): Promise<void> {
  const { rows } = await sql<{
    id: ChannelId | PersonId;
  }>`SELECT DISTINCT ${sql.ref(column)} AS id FROM ${sql.table(table)}`.execute(db);
  const ids = rows.map(({ id }) => id).filter((id) => isInSpace(id, space));
  await sql`DELETE FROM ${sql.table(table)} WHERE ${isIn(db, column, ids)}`.execute(db);
}
