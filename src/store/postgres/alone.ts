/** Finds out whether another process uses the store: each holds a share of a lock on the connection on which it listens. */
import { PaperboyError } from '../../model/errors.ts';
import type { Connections } from './connections.ts';
import { channelOf } from './watch.ts';

/** Run on the connection that listens, which holds the share until it is closed. */
export const HOLD = 'SELECT pg_advisory_lock_shared(hashtextextended($1, 0))';

/** @throws PaperboyError `store` when another process has the store open */
export async function assertAlone(connections: Connections, schema: string, name: string): Promise<void> {
  const connection = await connections.acquire();
  try {
    const { rows } = await connection.query(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS alone',
      [channelOf(schema)],
    );
    if ((rows[0] as { alone: boolean }).alone) return;
  } finally {
    connection.release();
  }
  throw new PaperboyError(
    'store',
    `Another process has the store ${name} open. Stop Paperboy and run this again.`,
  );
}
