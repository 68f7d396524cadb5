/** Opens a Postgres store by its address. */
import type { Driver } from '../driver.ts';
import { nameOfAddress } from './address.ts';
import { openPostgres } from './driver.ts';
import { openPool } from './pool.ts';

/** @throws PaperboyError `store` naming the store, without its password, and what to do */
export function openServer(url: string): Promise<Driver> {
  return openPostgres(openPool(url), nameOfAddress(url));
}
