/** One of the two stores of a move. */
import type { Kysely } from 'kysely';
import type { Driver } from '../driver.ts';
import type { Tables } from '../tables.ts';

export interface Side {
  readonly db: Kysely<Tables>;
  readonly driver: Driver;
}
