/** Opens a Postgres store by its address. */
import type { Driver } from '../driver.ts';
import { nameOfAddress } from './address.ts';
import { openPostgres } from './driver.ts';
import { openJobs } from './jobs.ts';
import { openPool } from './pool.ts';

/**
 * @param options `alone` refuses a store that another process has open
 * @throws PaperboyError `store` naming the store, without its password, and what to do
 */
export async function openServer(url: string, options: { alone?: boolean } = {}): Promise<Driver> {
  const driver = await openPostgres(openPool(url), nameOfAddress(url), options);
  return { ...driver, openJobs: (log) => openJobs(url, driver.schema ?? 'public', log) };
}
