/**
 * Keeps the ledger in the store's tables. Every method is one statement or one transaction, so that a crash leaves the state
 * before or after it. This file is long because the statements of one table belong side by side.
 */
import { type Kysely, sql, type UpdateResult } from 'kysely';
import { inBatches } from '../store/batches.ts';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';
import { deliveryKey } from './delivery.ts';
import type { Ledger, NewDelivery, Outcome } from './ledger.ts';
import { isStrings, parsed, readRow } from './ledger-rows.ts';

type Db = Kysely<Tables>;

const LEASE_MOST_MS = 3_600_000;
const WAIT_MOST_MS = 6 * 3_600_000;

/**
 * A lease lasts minutes and a wait at most hours. One that ends much later was written before the clock was set back:
 * it counts as over, or a delivery would hang until the clock has caught up.
 */
const isUnleased = (now: number) =>
  sql<boolean>`(lease_until IS NULL OR lease_until <= ${now} OR lease_until > ${now + LEASE_MOST_MS})`;
const isUnwaiting = (now: number) =>
  sql<boolean>`(not_before IS NULL OR not_before <= ${now} OR not_before > ${now + WAIT_MOST_MS})`;
const isHeld = (key: string, owner: string, now: number) =>
  sql<boolean>`key = ${key} AND owner = ${owner} AND lease_until > ${now}`;
// Written out, so that the indexes that hold only such rows are used.
const isOpen = sql<boolean>`state IN ('planned', 'posting', 'unknown')`;
/** One that waits for a person is not worked on, and holds nobody up. */
const isWorkable = sql<boolean>`(state <> 'unknown' OR not_before IS NOT NULL)`;
const readyAt = sql<number>`CASE WHEN coalesce(not_before, 0) > coalesce(lease_until, 0)
  THEN coalesce(not_before, 0) ELSE coalesce(lease_until, 0) END`;

export function openLedger({ db, transact }: Database): Ledger {
  return {
    plan: (deliveries, now) => transact(({ query }) => writePlans(query, deliveries, now)),
    async ready(now, limit) {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where(isOpen)
        .where(isWorkable)
        .where(isUnwaiting(now))
        .where(isUnleased(now))
        // Of each channel only the oldest.
        .where(
          sql<boolean>`NOT EXISTS (SELECT 1 FROM deliveries AS older
            WHERE older.channel = deliveries.channel AND older.slot_at < deliveries.slot_at
              AND older.state IN ('planned', 'posting', 'unknown')
              AND (older.state <> 'unknown' OR older.not_before IS NOT NULL))`,
        )
        .orderBy('slot_at')
        .orderBy('key')
        .limit(limit)
        .execute();
      return rows.map(readRow);
    },
    async claim(key, owner, now, leaseMs) {
      const row = await db
        .updateTable('deliveries')
        .set({
          state: sql`CASE state WHEN 'planned' THEN 'posting' ELSE 'unknown' END`,
          // An unknown one that nobody looks for any more has none: should this process die, it is looked for again.
          not_before: sql`CASE state WHEN 'planned' THEN NULL ELSE cast(${now} AS bigint) END`,
          owner,
          lease_until: now + leaseMs,
          attempts: sql`attempts + 1`,
          updated_at: now,
        })
        .where('key', '=', key)
        .where(isOpen)
        .where(isWorkable)
        .where(isUnwaiting(now))
        .where(isUnleased(now))
        .returningAll()
        .executeTakeFirst();
      return row && readRow(row);
    },
    async renew(key, owner, now, leaseMs) {
      const renewed = await db
        .updateTable('deliveries')
        .set({ state: 'posting', lease_until: now + leaseMs })
        .where(isHeld(key, owner, now))
        .executeTakeFirst();
      return changedOne(renewed);
    },
    async settle(key, owner, outcome, now) {
      if (outcome.kind === 'part') return writePart(db, key, owner, outcome, now);
      if (outcome.kind !== 'failed') return writeEnd(db, key, owner, outcome, now);
      return transact(async ({ query }) => {
        const held = await writeEnd(query, key, owner, outcome, now);
        if (held) await freePapers(query, key, outcome.free);
        return held;
      });
    },
    async sendAgain(key, now) {
      const again = await db
        .updateTable('deliveries')
        .set({ state: 'planned', not_before: null, attempts: 0, updated_at: now })
        .where('key', '=', key)
        .where('state', '=', 'unknown')
        .where(isUnleased(now))
        .executeTakeFirst();
      return changedOne(again);
    },
    failWaiting: (channel, reason, now) =>
      transact(async ({ query }) => {
        const waiting = await query
          .updateTable('deliveries')
          .set({ state: 'failed', reason, updated_at: now })
          .where('channel', '=', channel)
          .where('state', '=', 'planned')
          // None of its parts was shown.
          .where('receipts', '=', '[]')
          .returning('key')
          .execute();
        for (const { key } of waiting) await freePapers(query, key, 'all');
      }),
    async nextReady(now) {
      const row = await db
        .selectFrom('deliveries')
        .select(({ fn }) => fn.min(readyAt).as('at'))
        .where(isOpen)
        .where(readyAt, '>', now)
        .executeTakeFirst();
      return row?.at ?? undefined;
    },
    async get(key) {
      const row = await db.selectFrom('deliveries').selectAll().where('key', '=', key).executeTakeFirst();
      return row && readRow(row);
    },
    async history(channel, limit) {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('channel', '=', channel)
        .orderBy('day', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readRow);
    },
    async taken(channels, day) {
      const rows = await db
        .selectFrom('deliveries')
        .select('channel')
        .where('day', '=', day)
        .where(isIn('channel', channels))
        .execute();
      return new Set(rows.map(({ channel }) => channel));
    },
    async open() {
      const rows = await db
        .selectFrom('deliveries')
        .select('channel')
        .distinct()
        .where(isOpen)
        .where(isWorkable)
        .execute();
      return new Set(rows.map(({ channel }) => channel));
    },
    async covered(channel) {
      const row = await db
        .selectFrom('deliveries')
        .select(['up_to', 'newest'])
        .where('channel', '=', channel)
        .where('up_to', 'is not', null)
        .orderBy('up_to', 'desc')
        .limit(1)
        .$narrowType<{ up_to: number }>()
        .executeTakeFirst();
      return row && { upTo: row.up_to, ...(row.newest === null ? {} : { newest: row.newest }) };
    },
    async sent(channel, papers) {
      const rows = await db
        .selectFrom('sent')
        .select(['paper', 'day'])
        .where('channel', '=', channel)
        .where(isIn('paper', papers))
        .execute();
      return new Map(rows.map(({ paper, day }) => [paper, day]));
    },
    async lastHits(channel) {
      const rows = await db
        .selectFrom('sent')
        .select(({ fn }) => ['topics', fn.max('day').as('day')])
        .where('channel', '=', channel)
        .groupBy('topics')
        .execute();
      return lastDays(rows);
    },
    forget: (channel) =>
      transact(async ({ query }) => {
        await query.deleteFrom('deliveries').where('channel', '=', channel).execute();
        await query.deleteFrom('sent').where('channel', '=', channel).execute();
      }),
    async prune(before) {
      const newest = sql<string>`(SELECT max(day) FROM deliveries AS newer
        WHERE newer.channel = deliveries.channel AND newer.up_to IS NOT NULL)`;
      const { numDeletedRows } = await db
        .deleteFrom('deliveries')
        .where('updated_at', '<', before)
        .where(sql<boolean>`state IN ('posted', 'failed', 'skipped')`)
        .where('day', '<', newest)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** Each plan with its reservations, or nothing of either. */
async function writePlans(db: Db, deliveries: readonly NewDelivery[], now: number): Promise<Set<string>> {
  const byKey = new Map<string, NewDelivery>();
  for (const entry of deliveries) {
    const key = deliveryKey(entry.channel, entry.day);
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  const rows = [...byKey].map(([key, entry]) => toRow(key, entry, now));
  const keys = new Set<string>();
  for (const some of inBatches(rows)) {
    const inserted = await db
      .insertInto('deliveries')
      .values(some)
      .onConflict((on) => on.doNothing())
      .returning('key')
      .execute();
    for (const { key } of inserted) keys.add(key);
  }
  const papers = [...keys].flatMap((key) => reservations(key, byKey.get(key) as NewDelivery));
  const missing = new Map<string, number>();
  for (const { delivery } of papers) missing.set(delivery, (missing.get(delivery) ?? 0) + 1);
  for (const some of inBatches(papers)) {
    const reserved = await db
      .insertInto('sent')
      .values(some)
      .onConflict((on) => on.doNothing())
      .returning('delivery')
      .execute();
    for (const { delivery } of reserved) missing.set(delivery, (missing.get(delivery) ?? 0) - 1);
  }
  const refused = [...missing].flatMap(([key, count]) => (count > 0 ? key : []));
  if (refused.length > 0) {
    await db.deleteFrom('sent').where(isIn('delivery', refused)).execute();
    await db.deleteFrom('deliveries').where(isIn('key', refused)).execute();
    for (const key of refused) keys.delete(key);
  }
  return keys;
}

function toRow(key: string, { channel, day, slotAt, plan, upTo, newest }: NewDelivery, now: number) {
  return {
    key,
    channel,
    day,
    slot_at: slotAt,
    state: plan.kind === 'silence' && !plan.said ? ('skipped' as const) : ('planned' as const),
    plan: JSON.stringify(plan),
    up_to: upTo ?? null,
    newest: newest ?? null,
    updated_at: now,
  };
}

function reservations(delivery: string, { channel, day, plan }: NewDelivery): Tables['sent'][] {
  if (plan.kind !== 'post') return [];
  return [...plan.shown, ...plan.rest].map(({ id, topics }) => ({
    channel,
    paper: id,
    delivery,
    day,
    topics: JSON.stringify(topics),
  }));
}

async function writePart(
  db: Db,
  key: string,
  owner: string,
  { receipt, done }: Extract<Outcome, { kind: 'part' }>,
  now: number,
): Promise<boolean> {
  const json = JSON.stringify(receipt);
  const appended = sql<string>`CASE WHEN receipts = '[]' THEN cast(${`[${json}]`} AS text)
    ELSE substr(receipts, 1, length(receipts) - 1) || cast(${`,${json}]`} AS text) END`;
  const written = await db
    .updateTable('deliveries')
    .set({
      receipts: appended,
      state: done ? 'posted' : 'posting',
      reason: null,
      attempts: 0,
      not_before: null,
      updated_at: now,
      ...(done ? { owner: null, lease_until: null } : {}),
    })
    .where(isHeld(key, owner, now))
    .executeTakeFirst();
  return changedOne(written);
}

/** The end of an attempt that brought no part. */
async function writeEnd(
  db: Db,
  key: string,
  owner: string,
  outcome: Exclude<Outcome, { kind: 'part' }>,
  now: number,
): Promise<boolean> {
  const uncounted = outcome.kind === 'later' && outcome.told ? 1 : 0;
  const written = await db
    .updateTable('deliveries')
    .set({
      state: outcome.kind === 'later' ? 'planned' : outcome.kind,
      reason: outcome.reason,
      not_before: 'notBefore' in outcome ? (outcome.notBefore ?? null) : null,
      owner: null,
      lease_until: null,
      attempts: sql`attempts - ${uncounted}`,
      updated_at: now,
    })
    .where(isHeld(key, owner, now))
    .executeTakeFirst();
  return changedOne(written);
}

/** Gives papers that were certainly not shown back to the channel: the next slot looks at them again. */
async function freePapers(db: Db, key: string, papers: readonly string[] | 'all'): Promise<void> {
  const freed = db.deleteFrom('sent').where('delivery', '=', key);
  await (papers === 'all' ? freed : freed.where(isIn('paper', papers))).execute();
  const own = sql`FROM deliveries AS own WHERE own.key = ${key}`;
  await db
    .updateTable('deliveries')
    .set({ up_to: null })
    .where('channel', '=', sql<string>`(SELECT own.channel ${own})`)
    // Later ones too: what they looked at, and did not send, includes papers that this one held until now.
    .where('up_to', '>=', sql<number>`(SELECT own.up_to ${own})`)
    .execute();
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

function changedOne({ numUpdatedRows }: UpdateResult): boolean {
  return numUpdatedRows === 1n;
}
