/** Finds out whether another process uses the store: each holds a share of a lock on the connection on which it listens. */
import { PaperboyError } from '../../model/errors.ts';
import type { Connections } from './connections.ts';
import { channelOf } from './watch.ts';

/** Run on the connection that listens, which holds the share until it is closed. */
export const HOLD = 'SELECT pg_advisory_lock_shared(hashtextextended($1, 0))';

/**
 * Tries to have the lock for itself, for the length of a statement. Those who try at the same time do so in turn, as they have
 * no share of it and so none of them has the store open.
 */
const TRY = `
  WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended($1 || ' alone', 0)))
  SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS alone FROM turn`;

/** @throws PaperboyError `store` when another process has the store open */
export async function assertAlone(connections: Connections, schema: string, name: string): Promise<void> {
  const connection = await connections.acquire();
  try {
    const { rows } = await connection.query(TRY, [channelOf(schema)]);
    if ((rows[0] as { alone: boolean }).alone) return;
  } finally {
    connection.release();
  }
  throw new PaperboyError(
    'store',
    `Another process has the store ${name} open. Stop Paperboy and run this again.`,
  );
}
