/** Opens one of the two stores of a move, without changing its schema. */
import { Kysely, sql } from 'kysely';
import type { Driver } from '../driver.ts';
import { openDriver } from '../store.ts';
import type { Tables } from '../tables.ts';
import { type Layout, readLayout } from './layout.ts';
import type { Side } from './side.ts';

export interface OpenSide extends Side {
  /** As it was when the store was opened. */
  readonly layout: Layout;
}

/** @throws PaperboyError `store` when another process has the store open, or it cannot be opened */
export function openAlone(url: string): Promise<Driver> {
  return openDriver(url, { check: true, alone: true });
}

/**
 * Does the work with a driver's store, and closes it.
 * @param when `atOneMoment`: a Postgres store is read as it was at the beginning, whoever writes meanwhile
 */
export async function withSide<T>(
  driver: Driver,
  work: (side: OpenSide) => Promise<T>,
  when?: 'atOneMoment',
): Promise<T> {
  const db = new Kysely<Tables>({ dialect: driver.dialect });
  const workOn = async (db: Side['db']) => work({ db, driver, layout: await readLayout({ db, driver }) });
  try {
    if (when === undefined) return await workOn(db);
    return await db.transaction().execute(async (snapshot) => {
      await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`.execute(snapshot);
      return workOn(snapshot);
    });
  } catch (error) {
    throw driver.failure('read', error);
  } finally {
    await db.destroy();
    await driver.close();
  }
}
