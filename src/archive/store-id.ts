/** Reads the id that tells this store from others, so that a kept search index is used only with its own store. */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';

/** A store whose id was lost gets a new one: the kept search index is then another store's, and is built again. */
export async function readStoreId(db: Kysely<Tables>): Promise<string> {
  const read = () => db.selectFrom('identity').select('id').executeTakeFirst();
  const known = await read();
  if (known !== undefined) return known.id;
  const id = randomBytes(16).toString('hex');
  await sql`INSERT INTO identity (one, id) VALUES (1, ${id}) ON CONFLICT DO NOTHING`.execute(db);
  return (await read())?.id ?? id;
}
