/** Opens one of the two stores of a move, without changing its schema. */
import { Kysely } from 'kysely';
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

/** Does the work with a driver's store, and closes it. */
export async function withSide<T>(driver: Driver, work: (side: OpenSide) => Promise<T>): Promise<T> {
  const db = new Kysely<Tables>({ dialect: driver.dialect });
  try {
    return await work({ db, driver, layout: await readLayout({ db, driver }) });
  } catch (error) {
    throw driver.failure('read', error);
  } finally {
    await db.destroy();
    await driver.close();
  }
}
