/** Queries of the ledger: which deliveries are ready, what a channel got, and where its last post ended. */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';
import type { Ledger } from './ledger.ts';
import { type DeliveryRow, isStrings, parsed, readRow } from './ledger-rows.ts';

type Condition = RawBuilder<boolean>;

const MOST_LEASE_MS = 3_600_000;
const MOST_WAIT_MS = 6 * 3_600_000;

/**
 * A lease lasts minutes and a wait at most hours. One that ends much later was written before the clock was set back:
 * it counts as over, or a delivery would hang until the clock has caught up.
 */
export const isUnleased = (now: number): Condition =>
  sql`(lease_until IS NULL OR lease_until <= ${now} OR lease_until > ${now + MOST_LEASE_MS})`;
export const isUnwaiting = (now: number): Condition =>
  sql`(not_before IS NULL OR not_before <= ${now} OR not_before > ${now + MOST_WAIT_MS})`;
// Written out, so that the indexes that hold only such rows are used.
const isOpen: Condition = sql`state IN ('planned', 'posting', 'unknown')`;
/** Open and to be worked on. A delivery that waits for a person is not, and does not block others. */
export const isWorkable: Condition = sql`${isOpen} AND (state <> 'unknown' OR not_before IS NOT NULL)`;
const readyAt = sql`CASE WHEN coalesce(not_before, 0) > coalesce(lease_until, 0)
  THEN coalesce(not_before, 0) ELSE coalesce(lease_until, 0) END`;

type Reads = 'ready' | 'nextReady' | 'get' | 'history' | 'taken' | 'open' | 'covered' | 'sent' | 'lastHits';

export function readLedger(db: Database['db']): Pick<Ledger, Reads> {
  const all = async <R>(query: RawBuilder<R>): Promise<R[]> => (await query.execute(db)).rows;
  const channelsOf = async (query: RawBuilder<{ channel: string }>) =>
    new Set((await all(query)).map(({ channel }) => channel));
  return {
    async ready(now, limit) {
      // Of each channel only the oldest.
      const rows = await all(sql<DeliveryRow>`SELECT * FROM deliveries
        WHERE ${isWorkable} AND ${isUnwaiting(now)} AND ${isUnleased(now)} AND NOT EXISTS (
          SELECT 1 FROM deliveries AS older
          WHERE older.channel = deliveries.channel AND older.slot_at < deliveries.slot_at
            AND older.state IN ('planned', 'posting', 'unknown')
            AND (older.state <> 'unknown' OR older.not_before IS NOT NULL))
        ORDER BY slot_at, key LIMIT ${limit}`);
      return rows.map(readRow);
    },
    async nextReady(now) {
      const [row] = await all(sql<{ at: number | null }>`SELECT min(${readyAt}) AS at FROM deliveries
        WHERE ${isOpen} AND ${readyAt} > ${now}`);
      return row?.at ?? undefined;
    },
    async get(key) {
      const [row] = await all(sql<DeliveryRow>`SELECT * FROM deliveries WHERE key = ${key}`);
      return row && readRow(row);
    },
    async history(channel, limit) {
      const rows = await all(sql<DeliveryRow>`SELECT * FROM deliveries WHERE channel = ${channel}
        ORDER BY day DESC LIMIT ${limit}`);
      return rows.map(readRow);
    },
    taken: (channels, day) =>
      channelsOf(sql`SELECT channel FROM deliveries WHERE day = ${day} AND ${isIn('channel', channels)}`),
    open: () => channelsOf(sql`SELECT DISTINCT channel FROM deliveries WHERE ${isWorkable}`),
    async covered(channel) {
      const [row] = await all(sql<{
        up_to: number;
        newest: string | null;
      }>`SELECT up_to, newest FROM deliveries
        WHERE channel = ${channel} AND up_to IS NOT NULL ORDER BY up_to DESC LIMIT 1`);
      return row && { upTo: row.up_to, ...(row.newest === null ? {} : { newest: row.newest }) };
    },
    async sent(channel, papers) {
      const rows = await all(sql<{ paper: string; day: string }>`SELECT paper, day FROM sent
        WHERE channel = ${channel} AND ${isIn('paper', papers)}`);
      return new Map(rows.map(({ paper, day }) => [paper, day]));
    },
    async lastHits(channel) {
      const rows = await all(sql<{ topics: string; day: string }>`SELECT topics, max(day) AS day FROM sent
        WHERE channel = ${channel} GROUP BY topics`);
      return lastDays(rows);
    },
  };
}

function lastDays(rows: readonly { topics: string; day: string }[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const { topics, day } of rows) {
    for (const topic of parsed(topics, isStrings) ?? []) {
      if (day > (days.get(topic) ?? '')) days.set(topic, day);
    }
  }
  return days;
}
