/** Tells which schema a store has without updating it. */
import { Kysely } from 'kysely';
import { lookAtSchema, NEWEST, type Schema } from './migrate.ts';
import { openDriver } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * @param url of a store that there is: a SQLite file that is missing would be made
 * @returns its schema, and the newest that this program knows, both by the names of their migrations
 * @throws PaperboyError `store` when it cannot be opened, or this program cannot use it
 */
export async function peekSchema(url: string): Promise<Schema & { known: string }> {
  const driver = await openDriver(url, {});
  const db = new Kysely<Tables>({ dialect: driver.dialect });
  try {
    return { ...(await lookAtSchema(db, driver)), known: NEWEST };
  } catch (error) {
    throw driver.failure('opened', error);
  } finally {
    await db.destroy();
    await driver.close();
  }
}
