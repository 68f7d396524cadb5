/** Finds out whether another process uses the store: each holds a share of a lock on the connection on which it listens. */
import { PaperboyError } from '../../model/errors.ts';
import type { Connections } from './connections.ts';
import { channelOf } from './watch.ts';

/** Run on the connection that listens, which holds the share until it is closed. */
export const HOLD = 'SELECT pg_advisory_lock_shared(hashtextextended($1, 0))';

/** Looks whether somebody holds a share. Nothing is locked for it, so those who ask at the same time don't see each other. */
const IS_HELD = `
  SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid::bigint << 32 | objid::bigint = hashtextextended($1, 0)
  ) AS held`;

/** @throws PaperboyError `store` when another process has the store open */
export async function assertAlone(connections: Connections, schema: string, name: string): Promise<void> {
  const connection = await connections.acquire();
  try {
    const { rows } = await connection.query(IS_HELD, [channelOf(schema)]);
    if (!(rows[0] as { held: boolean }).held) return;
  } finally {
    connection.release();
  }
  throw new PaperboyError(
    'store',
    `Another process has the store ${name} open. Stop Paperboy and run this again.`,
  );
}
