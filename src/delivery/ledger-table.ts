/**
 * Keeps the ledger in the store's tables. Every change is one statement or one transaction, so that a crash leaves the state
 * before or after it. This file is long because the statements that change one table belong side by side.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { insertRows, isIn } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';
import { deliveryKey } from './delivery.ts';
import type { Ledger, NewDelivery, Outcome } from './ledger.ts';
import { isUnleased, isUnwaiting, isWorkable, readLedger } from './ledger-reads.ts';
import { type DeliveryRow, readRow } from './ledger-rows.ts';

type Db = Database['db'];

const isHeld = (key: string, owner: string, now: number) =>
  sql`key = ${key} AND owner = ${owner} AND lease_until > ${now}`;

export function openLedger({ db, transact }: Database): Ledger {
  return {
    ...readLedger(db),
    plan: (deliveries, now) => transact(({ query }) => writePlans(query, deliveries, now)),
    async claim(key, owner, now, leaseMs) {
      // An unknown one that nobody looks for any more has no `not_before`: should this process die, it is looked for again.
      const { rows } = await sql<DeliveryRow>`UPDATE deliveries
        SET state = CASE state WHEN 'planned' THEN 'posting' ELSE 'unknown' END,
          not_before = CASE state WHEN 'planned' THEN NULL ELSE cast(${now} AS bigint) END,
          owner = ${owner}, lease_until = ${now + leaseMs}, attempts = attempts + 1, updated_at = ${now}
        WHERE key = ${key} AND ${isWorkable} AND ${isUnwaiting(now)} AND ${isUnleased(now)}
        RETURNING *`.execute(db);
      return rows[0] && readRow(rows[0]);
    },
    renew: (key, owner, now, leaseMs) =>
      changesOne(
        db,
        sql`UPDATE deliveries SET state = 'posting', lease_until = ${now + leaseMs}
          WHERE ${isHeld(key, owner, now)}`,
      ),
    async settle(key, owner, outcome, now) {
      if (outcome.kind === 'part') return writePart(db, key, owner, outcome, now);
      if (outcome.kind !== 'failed') return writeEnd(db, key, owner, outcome, now);
      return transact(async ({ query }) => {
        const held = await writeEnd(query, key, owner, outcome, now);
        if (held) await freePapers(query, key, outcome.free);
        return held;
      });
    },
    sendAgain: (key, now) =>
      transact(async ({ query }) => {
        const { rows } = await sql<DeliveryRow>`SELECT * FROM deliveries WHERE key = ${key}`.execute(query);
        // With receipts that cannot be read it could never be sent: the person has looked, so it is sent whole.
        const isLost = rows[0] !== undefined && readRow(rows[0]).damaged === 'receipts';
        return changesOne(
          query,
          sql`UPDATE deliveries SET state = 'planned', not_before = NULL, attempts = 0, updated_at = ${now},
              receipts = ${isLost ? sql`'[]'` : sql`receipts`}
            WHERE key = ${key} AND state = 'unknown' AND ${isUnleased(now)}`,
        );
      }),
    failWaiting: (channel, reason, now) =>
      transact(async ({ query }) => {
        // Those of which no part was shown.
        const { rows } = await sql<{ key: string }>`UPDATE deliveries
          SET state = 'failed', reason = ${reason}, updated_at = ${now}
          WHERE channel = ${channel} AND state = 'planned' AND receipts = '[]' RETURNING key`.execute(query);
        for (const { key } of rows) await freePapers(query, key, 'all');
      }),
    forget: (channel) =>
      transact(async ({ query }) => {
        await sql`DELETE FROM deliveries WHERE channel = ${channel}`.execute(query);
        await sql`DELETE FROM sent WHERE channel = ${channel}`.execute(query);
      }),
    async prune(before) {
      const { numAffectedRows } = await sql`DELETE FROM deliveries
        WHERE updated_at < ${before} AND state IN ('posted', 'failed', 'skipped')
          AND day < (SELECT max(day) FROM deliveries AS newer
                     WHERE newer.channel = deliveries.channel AND newer.up_to IS NOT NULL)`.execute(db);
      return Number(numAffectedRows);
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
  if (byKey.size === 0) return new Set();
  const inserted = await sql<{ key: string }>`
    ${insertRows(
      'deliveries',
      [...byKey].map(([key, entry]) => toRow(key, entry, now)),
    )} ON CONFLICT DO NOTHING RETURNING key`.execute(db);
  const keys = new Set(inserted.rows.map(({ key }) => key));
  const papers = [...keys].flatMap((key) => reservations(key, byKey.get(key) as NewDelivery));
  if (papers.length === 0) return keys;
  const reserved = await sql`${insertRows('sent', papers)} ON CONFLICT DO NOTHING`.execute(db);
  if (Number(reserved.numAffectedRows) < papers.length) {
    for (const key of await withoutAllPapers(db, papers)) keys.delete(key);
  }
  return keys;
}

/** Deletes the deliveries for which a paper could not be reserved, and returns their keys. */
async function withoutAllPapers(db: Db, papers: readonly Tables['sent'][]): Promise<string[]> {
  const wanted = Map.groupBy(papers, ({ delivery }) => delivery);
  const { rows } = await sql<{ delivery: string; count: number }>`SELECT delivery, count(*) AS count FROM sent
    WHERE ${isIn('delivery', [...wanted.keys()])} GROUP BY delivery`.execute(db);
  const reserved = new Map(rows.map(({ delivery, count }) => [delivery, count]));
  const refused = [...wanted].flatMap(([key, list]) => ((reserved.get(key) ?? 0) < list.length ? key : []));
  await sql`DELETE FROM sent WHERE ${isIn('delivery', refused)}`.execute(db);
  await sql`DELETE FROM deliveries WHERE ${isIn('key', refused)}`.execute(db);
  return refused;
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

type Part = Extract<Outcome, { kind: 'part' }>;

function writePart(
  db: Db,
  key: string,
  owner: string,
  { receipt, done }: Part,
  now: number,
): Promise<boolean> {
  const json = JSON.stringify(receipt);
  const appended = sql`CASE WHEN receipts = '[]' THEN cast(${`[${json}]`} AS text)
    ELSE substr(receipts, 1, length(receipts) - 1) || cast(${`,${json}]`} AS text) END`;
  const freed = done ? sql`, owner = NULL, lease_until = NULL` : sql``;
  return changesOne(
    db,
    sql`UPDATE deliveries SET receipts = ${appended}, state = ${done ? 'posted' : 'posting'}, reason = NULL,
        attempts = 0, not_before = NULL, updated_at = ${now} ${freed}
      WHERE ${isHeld(key, owner, now)}`,
  );
}

/** The end of an attempt that brought no part. */
function writeEnd(
  db: Db,
  key: string,
  owner: string,
  outcome: Exclude<Outcome, Part>,
  now: number,
): Promise<boolean> {
  const state = outcome.kind === 'later' ? 'planned' : outcome.kind;
  const notBefore = 'notBefore' in outcome ? (outcome.notBefore ?? null) : null;
  const uncounted = outcome.kind === 'later' && outcome.told ? 1 : 0;
  return changesOne(
    db,
    sql`UPDATE deliveries SET state = ${state}, reason = ${outcome.reason}, not_before = ${notBefore},
        owner = NULL, lease_until = NULL, attempts = attempts - ${uncounted}, updated_at = ${now}
      WHERE ${isHeld(key, owner, now)}`,
  );
}

/** Gives papers that were certainly not shown back to the channel: the next slot looks at them again. */
async function freePapers(db: Db, key: string, papers: readonly string[] | 'all'): Promise<void> {
  const those = papers === 'all' ? sql`` : sql`AND ${isIn('paper', papers)}`;
  await sql`DELETE FROM sent WHERE delivery = ${key} ${those}`.execute(db);
  // Later ones too: what they looked at, and did not send, includes papers that this one held until now.
  await sql`UPDATE deliveries SET up_to = NULL
    WHERE channel = (SELECT channel FROM deliveries WHERE key = ${key})
      AND up_to >= (SELECT up_to FROM deliveries WHERE key = ${key})`.execute(db);
}

async function changesOne(db: Db, update: RawBuilder<unknown>): Promise<boolean> {
  return (await update.execute(db)).numAffectedRows === 1n;
}
