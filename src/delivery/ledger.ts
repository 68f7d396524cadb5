/**
 * Keeps the ledger: which posts were sent, are being sent, or could not be confirmed. Every change is one statement or one
 * transaction, so that a crash leaves the state before or after it.
 */
import { type RawBuilder, sql } from 'kysely';
import type { ChannelId } from '../model/channel-id.ts';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';
import { type Covered, type Delivery, deliveryChannel, type NewDelivery, type Outcome } from './delivery.ts';
import { claimRow, renewLease, writeEnd } from './ledger-attempts.ts';
import { writePlans } from './ledger-plans.ts';
import { isUnleased, isUnreadable, isWorkable, readLedger } from './ledger-reads.ts';
import { readRow } from './ledger-rows.ts';
import type { QueueWriter, Ready } from './queue.ts';

type Db = Database['db'];
type Sql = RawBuilder<unknown>;

/** Every method rejects with PaperboyError `store` when the table cannot be read or written: never a guess. */
export type Ledger = ReturnType<typeof openLedger>;

/** @param queue is told of each delivery that becomes ready or is put off, in the transaction that says so */
export function openLedger({ db, transact }: Database, queue?: QueueWriter) {
  return {
    ...readLedger(db),
    /**
     * Writes plans, all or nothing; each reserves its papers for its channel. One is left out when its channel and day are
     * taken, or when one of its papers is reserved by another delivery. Returns the keys that were written.
     */
    plan: (deliveries: readonly NewDelivery[], now: number) =>
      transact(async (tx) => {
        const keys = await writePlans(tx.query, deliveries, now);
        await queue?.enqueue(
          tx,
          [...keys].map((key) => ({ key })),
        );
        return keys;
      }),
    /**
     * Takes one for `leaseMs`. Committed when it resolves. A planned one becomes `posting`; one that was being posted
     * when its lease ended, or is unknown, becomes `unknown`: it must be looked for. Undefined: another has it, or
     * an earlier one of its channel is not settled.
     */
    async claim(key: string, owner: string, now: number, leaseMs: number): Promise<Delivery | undefined> {
      const row = await claimRow(db, { key, owner, now, until: now + leaseMs });
      return row && readRow(row);
    },
    /** Right before a request: `posting` is committed and the lease lengthened. False when the lease was lost. */
    renew: (key: string, owner: string, now: number, leaseMs: number) =>
      renewLease(db, { key, owner, now, until: now + leaseMs }),
    /** Writes how an attempt ended and lets go, unless more parts follow. False when the lease was lost. */
    async settle(key: string, owner: string, outcome: Outcome, now: number) {
      const held = { key, owner, now };
      const isOver = outcome.kind !== 'part' || outcome.done;
      if (outcome.kind !== 'failed' && !(isOver && queue)) return writeEnd(db, held, outcome);
      // Posted, and usually no other one of the channel waits: then nothing becomes ready, and one statement is enough.
      const isPosted = outcome.kind === 'part' || outcome.kind === 'complete';
      if (isPosted && (await writeEnd(db, held, outcome, 'onlyAlone'))) return true;
      return transact(async (tx) => {
        if (!(await writeEnd(tx.query, held, outcome))) return false;
        if (outcome.kind === 'failed') await freePapers(tx.query, key, outcome.free);
        await queue?.settled(tx, key, await readyAfter(tx.query, key, outcome));
        return true;
      });
    },
    /** A person has looked for an unknown delivery: send it again. False when it is not unknown. */
    sendAgain: (key: string, now: number) =>
      transact(async (tx) => {
        const { query } = tx;
        // With receipts that cannot be read it could never be sent: the person has looked, so it is sent whole.
        const isLost = (await readLedger(query).get(key))?.damaged === 'receipts';
        const receipts = isLost ? sql`'[]'` : sql`receipts`;
        const isReady = await update(
          query,
          sql`state = 'planned', not_before = NULL, attempts = 0, updated_at = ${now}, receipts = ${receipts}`,
          sql`key = ${key} AND state = 'unknown' AND ${isUnleased(now)}`,
        );
        if (isReady) await queue?.enqueue(tx, [{ key }]);
        return isReady;
      }),
    /** The channel cannot be posted to: what waits for it is failed with the reason. */
    failWaiting: (channel: ChannelId, reason: string, now: number) =>
      transact(async ({ query }) => {
        // Those of which no part was shown.
        const { rows } = await sql<{ key: string }>`UPDATE deliveries
          SET state = 'failed', reason = ${reason}, updated_at = ${now}
          WHERE channel = ${channel} AND state = 'planned' AND receipts = '[]' RETURNING key`.execute(query);
        for (const { key } of rows) await freePapers(query, key, 'all');
      }),
    /** Whatever waits may have been sent meanwhile, as after the store was restored: it is looked for before it is sent. */
    async doubtWaiting(now: number): Promise<void> {
      await sql`UPDATE deliveries SET state = 'posting', not_before = NULL, owner = NULL, lease_until = ${now}
        WHERE state = 'planned'`.execute(db);
    },
    /** What a delivery dealt with is more than it looked at, as after the store was restored. */
    async cover(key: string, { upTo, newest }: Required<Covered>): Promise<void> {
      await update(db, sql`up_to = ${upTo}, newest = ${newest}`, sql`key = ${key}`);
    },
    /**
     * A post came back whole that its platform had taken: it failed, and its papers are free. Telling it again changes nothing.
     * Returns whether this call freed them.
     */
    returned: (channel: ChannelId, key: string, reason: string, now: number) =>
      transact(async ({ query }) => {
        const isFreed = await update(
          query,
          sql`state = 'failed', reason = ${reason}, updated_at = ${now}`,
          sql`key = ${key} AND channel = ${channel} AND state = 'posted' AND ${isUnleased(now)}`,
        );
        if (isFreed) await freePapers(query, key, 'all');
        return isFreed;
      }),
    /** Fails what can never be sent, as its key or channel is damaged. Returns the keys. */
    async failUnreadable(now: number) {
      const { rows } = await sql<{ key: string }>`SELECT key FROM deliveries
        WHERE ${isUnreadable} AND ${isUnleased(now)}`.execute(db);
      if (rows.length === 0) return [];
      await transact(async ({ query }) => {
        const reason = "Its stored key can't be read.";
        for (const { key } of rows) {
          const set = sql`state = 'failed', reason = ${reason}, not_before = NULL, updated_at = ${now}`;
          const isFree = sql`key = ${key} AND state = 'planned' AND receipts = '[]' AND ${isUnleased(now)}`;
          if (await update(query, set, isFree)) await freePapers(query, key, 'all');
          else await update(query, set, sql`key = ${key} AND ${isUnreadable} AND ${isUnleased(now)}`);
        }
      });
      return rows.map(({ key }) => key);
    },
    /** Everything about a channel goes. */
    forget: (channel: ChannelId) =>
      transact(async ({ query }) => {
        await sql`DELETE FROM deliveries WHERE channel = ${channel}`.execute(query);
        await sql`DELETE FROM sent WHERE channel = ${channel}`.execute(query);
      }),
    /** Deletes settled deliveries last touched before a moment, so many at most, but never a channel's newest: it holds the place. */
    async prune(before: number, most: number) {
      const old = sql`SELECT key FROM deliveries
        WHERE updated_at < ${before} AND state IN ('posted', 'failed', 'skipped')
          AND day < (SELECT max(day) FROM deliveries AS newer
                     WHERE newer.channel = deliveries.channel AND newer.up_to IS NOT NULL)
        LIMIT ${sql.lit(most)}`;
      const { numAffectedRows } = await sql`DELETE FROM deliveries WHERE key IN (${old})`.execute(db);
      return Number(numAffectedRows);
    },
  };
}

/** What the end of an attempt makes ready: the same delivery later, or the next one of its channel. */
async function readyAfter(db: Db, key: string, outcome: Outcome): Promise<Ready[]> {
  if ('notBefore' in outcome && outcome.notBefore !== undefined) return [{ key, at: outcome.notBefore }];
  const { rows } = await sql<{
    key: string;
    not_before: number | null;
  }>`SELECT key, not_before FROM deliveries
    WHERE channel = (SELECT channel FROM deliveries WHERE key = ${key}) AND ${isWorkable}
    ORDER BY slot_at LIMIT 1`.execute(db);
  return rows.map((row) => ({ key: row.key, ...(row.not_before === null ? {} : { at: row.not_before }) }));
}

/** Gives papers that were certainly not shown back to the channel: the next slot looks at them again. */
async function freePapers(db: Db, key: string, papers: readonly string[] | 'all'): Promise<void> {
  const those = papers === 'all' ? sql`` : sql`AND ${isIn(db, 'paper', papers)}`;
  await sql`DELETE FROM sent WHERE channel = ${deliveryChannel(key)} AND delivery = ${key} ${those}`.execute(
    db,
  );
  // Later ones too: what they looked at, and did not send, includes papers that this one held until now. By time as well, as an
  // earlier one that failed has taken the number of this one.
  await sql`UPDATE deliveries SET up_to = NULL
    WHERE channel = (SELECT channel FROM deliveries WHERE key = ${key}) AND up_to IS NOT NULL
      AND (up_to >= (SELECT up_to FROM deliveries WHERE key = ${key})
        OR slot_at >= (SELECT slot_at FROM deliveries WHERE key = ${key}))`.execute(db);
}

/** Returns whether there was such a delivery to change. */
async function update(db: Db, set: Sql, where: Sql): Promise<boolean> {
  return (await sql`UPDATE deliveries SET ${set} WHERE ${where}`.execute(db)).numAffectedRows === 1n;
}
