/** Queries of the ledger: which deliveries are ready, what a channel got, and where its last post ended. */
import { type RawBuilder, sql } from 'kysely';
import type { ChannelId, PaperId } from '../model/channel-id.ts';
import { LONGEST_WAIT_MS } from '../model/errors.ts';
import type { Day } from '../model/paper.ts';
import type { Database } from '../store/database.ts';
import { isIn, listOf, selectList } from '../store/portable-sql.ts';
import type { Covered, Delivery } from './delivery.ts';
import { COLUMNS, type DeliveryRow, parsed, readRow, Topics } from './ledger-rows.ts';
import { readSentTo, type SentAsked } from './ledger-sent.ts';

type Condition = RawBuilder<boolean>;

const MOST_LEASE_MS = 3_600_000;
/** Longer than any wait that is written, also by a process whose clock is ahead. */
const MOST_WAIT_MS = 2 * LONGEST_WAIT_MS;

/**
 * A lease lasts minutes and a wait at most hours. One that ends much later was written before the clock was set back:
 * it counts as over, or a delivery would hang until the clock has caught up.
 */
export const isUnleased = (now: number): Condition =>
  sql`(lease_until IS NULL OR lease_until <= ${now} OR lease_until > ${later(now, MOST_LEASE_MS)})`;
export const isUnwaiting = (now: number): Condition =>
  sql`(not_before IS NULL OR not_before <= ${now} OR not_before > ${later(now, MOST_WAIT_MS)})`;
/** Added by the database: where a statement is compiled once, the value of `now` comes later. */
const later = (now: number, ms: number) => sql`cast(${now} AS bigint) + ${sql.lit(ms)}`;
// Written out, so that the indexes that hold only such rows are used.
export const isOpen: Condition = sql`state IN ('planned', 'posting', 'unknown')`;
/** Open, but its key is not that of its channel and day, or no platform can have such a channel. */
export const isUnreadable: Condition = sql`${isOpen} AND (key <> channel || ' ' || day OR channel NOT LIKE '_%:_%:_%')`;
const workable = (table: string): Condition =>
  sql.raw(`${table}.state IN ('planned', 'posting', 'unknown')
  AND (${table}.state <> 'unknown' OR ${table}.not_before IS NOT NULL)`);
/** Open and to be worked on. A delivery that waits for a person is not, and does not block others. */
export const isWorkable: Condition = workable('deliveries');
/** The oldest of its channel that is to be worked on: posts come in order. */
export const isOldest: Condition = sql`NOT EXISTS (SELECT 1 FROM deliveries AS older
  WHERE older.channel = deliveries.channel AND older.slot_at < deliveries.slot_at AND ${workable('older')})`;
/** The only one of its channel that is to be worked on, if it is itself. */
export const isAlone: Condition = sql`NOT EXISTS (SELECT 1 FROM deliveries AS other
  WHERE other.channel = deliveries.channel AND other.key <> deliveries.key AND ${workable('other')})`;
const isOn = (platform: string | undefined): Condition =>
  platform === undefined ? sql`true` : sql`channel >= ${`${platform}:`} AND channel < ${`${platform};`}`;
const readyAt = sql`CASE WHEN coalesce(not_before, 0) > coalesce(lease_until, 0)
  THEN coalesce(not_before, 0) ELSE coalesce(lease_until, 0) END`;

/** The queries of `Ledger`. */
export function readLedger(db: Database['db']) {
  const all = async <R>(query: RawBuilder<R>): Promise<R[]> => (await query.execute(db)).rows;
  const deliveries = async (query: RawBuilder<DeliveryRow>): Promise<Delivery[]> =>
    (await all(query)).map(readRow);
  /** Channels, as a SELECT. */
  const listed = (rows: readonly { channel: ChannelId }[]) =>
    selectList(db, 'sent', ['channel'], listOf(db, ['channel'], rows));
  const channelsOf = async (query: RawBuilder<{ channel: ChannelId }>) =>
    new Set((await all(query)).map(({ channel }) => channel));
  return {
    /** What can be worked on now, oldest first, of each channel only the oldest that is not settled; of one platform, or of all. */
    ready: (now: number, limit: number, platform?: string) =>
      deliveries(sql`SELECT ${COLUMNS} FROM deliveries
        WHERE ${isWorkable} AND ${isUnwaiting(now)} AND ${isUnleased(now)} AND ${isOldest} AND ${isOn(platform)}
        ORDER BY slot_at, key LIMIT ${limit}`),
    /** When the next open delivery that waits becomes ready, in milliseconds; undefined when none waits. */
    async nextReady(now: number) {
      const [row] = await all(sql<{ at: number | null }>`SELECT min(${readyAt}) AS at FROM deliveries
        WHERE ${isOpen} AND ${readyAt} > ${now}`);
      return row?.at ?? undefined;
    },
    /**
     * When one that could not be claimed may be tried again; undefined for one that is settled, waits for a person, or comes
     * after another of its channel.
     */
    async nextTry(key: string) {
      const [row] = await all(sql<{ at: number }>`SELECT ${readyAt} AS at FROM deliveries
        WHERE key = ${key} AND ${isWorkable} AND ${isOldest}`);
      return row?.at;
    },
    async get(key: string) {
      return (await deliveries(sql`SELECT ${COLUMNS} FROM deliveries WHERE key = ${key}`)).at(0);
    },
    /** The process that holds one now, by the name in its lease; undefined when none does. */
    async holder(key: string, now: number) {
      const [row] = await all(sql<{ owner: string | null }>`SELECT owner FROM deliveries
        WHERE key = ${key} AND NOT ${isUnleased(now)}`);
      return row?.owner ?? undefined;
    },
    /** A channel's deliveries, newest first. */
    history: (channel: ChannelId, limit: number) =>
      deliveries(
        sql`SELECT ${COLUMNS} FROM deliveries WHERE channel = ${channel} ORDER BY day DESC LIMIT ${limit}`,
      ),
    /** Which of these channels have a delivery on that day. */
    taken: (channels: readonly ChannelId[], day: Day) =>
      channelsOf(sql`SELECT channel FROM deliveries WHERE day = ${day} AND ${isIn(db, 'channel', channels)}`),
    /** When the last delivery of each of these channels was due, among those of `from` and later days that were due by `now`. */
    async lastSlots(channels: readonly ChannelId[], from: Day, now: number) {
      const rows = await all(sql<{ channel: ChannelId; at: number }>`SELECT channel, max(slot_at) AS at
        FROM deliveries WHERE day >= ${from} AND slot_at <= ${now} AND ${isIn(db, 'channel', channels)}
        GROUP BY channel`);
      return new Map(rows.map(({ channel, at }) => [channel, at]));
    },
    /** Channels with a delivery that is not settled and waits for no person: their next one is planned after it. */
    open: () => channelsOf(sql`SELECT DISTINCT channel FROM deliveries WHERE ${isWorkable}`),
    /** Where the last of their deliveries that dealt with papers left off, of the channels that have one. */
    async covered(channels: readonly { channel: ChannelId }[]) {
      const rows = await all(sql<{ channel: ChannelId; up_to: number; newest: Day | null }>`
        SELECT channel, up_to, newest FROM deliveries WHERE key IN (
          SELECT (SELECT key FROM deliveries AS last WHERE last.channel = listed.channel AND last.up_to IS NOT NULL
            ORDER BY last.up_to DESC LIMIT 1)
          FROM (${listed(channels)}) AS listed)`);
      const covered = ({ up_to, newest }: (typeof rows)[number]): Covered => {
        return { upTo: up_to, ...(newest === null ? {} : { newest }) };
      };
      return new Map(rows.map((row) => [row.channel, covered(row)]));
    },
    /** Which of these papers a channel has got or is about to get, and on which day. */
    async sent(channel: ChannelId, papers: readonly PaperId[]) {
      const rows = await all(sql<{ paper: PaperId; day: Day }>`SELECT paper, day FROM sent
        WHERE channel = ${channel} AND ${isIn(db, 'paper', papers)}`);
      return new Map(rows.map(({ paper, day }) => [paper, day]));
    },
    /** Which of some papers each of these channels has got or is about to get. */
    sentTo: (wanted: readonly SentAsked[]) => readSentTo(db, wanted),
    /** Which of these channels had a post that arrived among their last `limit` deliveries; only those are in the answer. */
    async posted(channels: readonly { channel: ChannelId }[], limit: number) {
      const rows = await all(sql<{
        channel: ChannelId;
      }>`SELECT channel FROM (${listed(channels)}) AS listed
        WHERE EXISTS (SELECT 1 FROM (SELECT state, plan FROM deliveries WHERE deliveries.channel = listed.channel
          ORDER BY day DESC LIMIT ${limit}) AS latest WHERE state = 'posted' AND plan LIKE '{"kind":"post"%')`);
      return new Map(rows.map(({ channel }) => [channel, true]));
    },
    /** The last day on which each topic, as written, brought a paper. */
    async lastHits(channel: ChannelId) {
      const rows = await all(sql<{ topics: string; day: Day }>`SELECT topics, max(day) AS day FROM sent
        WHERE channel = ${channel} GROUP BY topics ORDER BY day`);
      const days = rows.flatMap(({ topics, day }) =>
        (parsed<string[]>(topics, Topics) ?? []).map((topic) => [topic, day] as const),
      );
      return new Map(days);
    },
  };
}
