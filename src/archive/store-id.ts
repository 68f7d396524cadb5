/** Reads the id that tells this store from others, so that a kept search index is used only with its own store. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';

/** A store whose id was lost gets a new one: the kept search index is then another store's, and is built again. */
export async function readStoreId(db: Kysely<Tables>): Promise<string> {
  const known = await db.selectFrom('identity').select('id').executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = randomBytes(16).toString('hex');
  await db
    .insertInto('identity')
    .values({ one: 1, id })
    .onConflict((on) => on.doNothing())
    .execute();
  return (await db.selectFrom('identity').select('id').executeTakeFirst())?.id ?? id;
}
