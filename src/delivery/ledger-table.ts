/**
 * The ledger as SQLite tables. Every method is one transaction, so that a crash leaves the state before or after it.
 * This file is long because the statements of one table belong side by side.
 */
import type { DatabaseSync } from 'node:sqlite';
import { onTable, storeError } from '../store/failure.ts';
import { deliveryKey } from './delivery.ts';
import type { Ledger, NewDelivery, Outcome } from './ledger.ts';
import { isStrings, parsed, type Row, readRow, SCHEMA } from './ledger-schema.ts';

/**
 * A lease lasts minutes and a wait at most hours. One that ends much later was written before the clock was set back:
 * it counts as over, or a delivery would hang until the clock has caught up.
 */
const NOT_LEASED = '(lease_until IS NULL OR lease_until <= :now OR lease_until > :now + 3600000)';
const NOT_WAITING = '(not_before IS NULL OR not_before <= :now OR not_before > :now + 21600000)';
const OPEN = "state IN ('planned', 'posting', 'unknown')";
/** Of each channel only the oldest open delivery may be worked on; one that waits for a person holds nobody up. */
const READY = `
  SELECT * FROM deliveries AS d
  WHERE ${OPEN}
    AND (state = 'planned' OR state = 'posting' OR not_before IS NOT NULL)
    AND ${NOT_WAITING} AND ${NOT_LEASED}
    AND NOT EXISTS (
      SELECT 1 FROM deliveries AS older
      WHERE older.channel = d.channel AND older.slot_at < d.slot_at AND older.${OPEN}
        AND (older.state <> 'unknown' OR older.not_before IS NOT NULL))
  ORDER BY slot_at, key LIMIT :limit`;

const CLAIM = `
  UPDATE deliveries
  SET state = CASE state WHEN 'planned' THEN 'posting' ELSE 'unknown' END,
      -- An unknown one that nobody looks for any more has none: should the one who looks now die, it is looked for again.
      not_before = CASE state WHEN 'planned' THEN NULL ELSE :now END,
      owner = :owner, lease_until = :until, attempts = attempts + 1, updated_at = :now
  WHERE key = :key AND ${NOT_WAITING} AND ${NOT_LEASED}
    AND (state IN ('planned', 'posting') OR (state = 'unknown' AND not_before IS NOT NULL))
  RETURNING *`;

const HELD = 'key = :key AND owner = :owner AND lease_until > :now';

export function openLedger(database: DatabaseSync, path = 'the ledger'): Ledger {
  onTable(database, 'opened', () => database.exec(SCHEMA));
  const sql = {
    insert: database.prepare(
      `INSERT INTO deliveries (key, channel, day, slot_at, state, plan, up_to, newest, updated_at)
       VALUES (:key, :channel, :day, :slotAt, :state, :plan, :upTo, :newest, :now) ON CONFLICT DO NOTHING`,
    ),
    reserve: database.prepare(
      'INSERT INTO sent (channel, paper, delivery, day, topics) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    free: database.prepare(
      'DELETE FROM sent WHERE delivery = ? AND paper IN (SELECT value FROM json_each(?))',
    ),
    freeAll: database.prepare('DELETE FROM sent WHERE delivery = ?'),
    ready: database.prepare(READY),
    nextReady: database.prepare(
      `SELECT min(max(coalesce(not_before, 0), coalesce(lease_until, 0))) AS at FROM deliveries
       WHERE ${OPEN} AND max(coalesce(not_before, 0), coalesce(lease_until, 0)) > :now`,
    ),
    claim: database.prepare(CLAIM),
    renew: database.prepare(`UPDATE deliveries SET state = 'posting', lease_until = :until WHERE ${HELD}`),
    part: database.prepare(
      `UPDATE deliveries SET receipts = json_insert(receipts, '$[#]', json(:receipt)), state = :state, reason = NULL,
         attempts = 0, not_before = NULL, updated_at = :now,
         owner = CASE :state WHEN 'posted' THEN NULL ELSE owner END,
         lease_until = CASE :state WHEN 'posted' THEN NULL ELSE lease_until END
       WHERE ${HELD}`,
    ),
    settle: database.prepare(
      `UPDATE deliveries SET state = :state, reason = :reason, not_before = :notBefore, owner = NULL, lease_until = NULL,
         attempts = attempts - :uncounted, updated_at = :now WHERE ${HELD}`,
    ),
    again: database.prepare(
      `UPDATE deliveries SET state = 'planned', not_before = NULL, attempts = 0, updated_at = :now
       WHERE key = :key AND state = 'unknown' AND ${NOT_LEASED}`,
    ),
    waiting: database.prepare(
      "SELECT * FROM deliveries WHERE channel = ? AND state = 'planned' AND receipts = '[]'",
    ),
    fail: database.prepare(
      "UPDATE deliveries SET state = 'failed', reason = ?, updated_at = ? WHERE key = ? AND state = 'planned'",
    ),
    // Later ones too: what they looked at, and did not send, includes papers that this one held until now.
    uncover: database.prepare(
      `UPDATE deliveries SET up_to = NULL
       WHERE channel = (SELECT channel FROM deliveries WHERE key = :key)
         AND up_to >= (SELECT up_to FROM deliveries WHERE key = :key)`,
    ),
    get: database.prepare('SELECT * FROM deliveries WHERE key = ?'),
    history: database.prepare('SELECT * FROM deliveries WHERE channel = ? ORDER BY day DESC LIMIT ?'),
    taken: database.prepare(
      'SELECT channel FROM deliveries WHERE day = ? AND channel IN (SELECT value FROM json_each(?))',
    ),
    open: database.prepare(
      `SELECT DISTINCT channel FROM deliveries WHERE ${OPEN} AND (state <> 'unknown' OR not_before IS NOT NULL)`,
    ),
    covered: database.prepare(
      'SELECT up_to, newest FROM deliveries WHERE channel = ? AND up_to IS NOT NULL ORDER BY up_to DESC LIMIT 1',
    ),
    sent: database.prepare(
      'SELECT paper, day FROM sent WHERE channel = ? AND paper IN (SELECT value FROM json_each(?))',
    ),
    hits: database.prepare('SELECT topics, max(day) AS day FROM sent WHERE channel = ? GROUP BY topics'),
    forget: [
      database.prepare('DELETE FROM deliveries WHERE channel = ?'),
      database.prepare('DELETE FROM sent WHERE channel = ?'),
    ],
    prune: database.prepare(
      `DELETE FROM deliveries WHERE updated_at < ? AND state IN ('posted', 'failed', 'skipped')
         AND day < (SELECT max(day) FROM deliveries AS newer
                    WHERE newer.channel = deliveries.channel AND newer.up_to IS NOT NULL)`,
    ),
  };

  // A damaged number may be larger than a number holds: as bigints they can be read all the same.
  for (const statement of [
    sql.ready,
    sql.claim,
    sql.waiting,
    sql.get,
    sql.history,
    sql.covered,
    sql.nextReady,
  ])
    statement.setReadBigInts(true);

  /** Runs work inside one transaction; what is thrown inside undoes it all. */
  const transact = async <T>(what: string, work: () => T): Promise<T> => {
    try {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw storeError(path, what, error);
    }
  };
  const read = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      throw storeError(path, 'read', error);
    }
  };
  const free = (key: string, papers: readonly string[] | 'all') => {
    if (papers === 'all') sql.freeAll.run(key);
    else sql.free.run(key, JSON.stringify(papers));
    sql.uncover.run({ key });
  };

  /** One plan and its reservations, or nothing of either. */
  const insert = (entry: NewDelivery, now: number): string | undefined => {
    const key = deliveryKey(entry.channel, entry.day);
    const { plan } = entry;
    const row = {
      key,
      channel: entry.channel,
      day: entry.day,
      slotAt: entry.slotAt,
      state: plan.kind === 'silence' && !plan.said ? 'skipped' : 'planned',
      plan: JSON.stringify(plan),
      upTo: entry.upTo ?? null,
      newest: entry.newest ?? null,
      now,
    };
    database.exec('SAVEPOINT entry');
    const papers = plan.kind === 'post' ? [...plan.shown, ...plan.rest] : [];
    const whole =
      sql.insert.run(row).changes === 1 &&
      papers.every(
        ({ id, topics }) =>
          sql.reserve.run(entry.channel, id, key, entry.day, JSON.stringify(topics)).changes === 1,
      );
    database.exec(whole ? 'RELEASE entry' : 'ROLLBACK TO entry; RELEASE entry');
    return whole ? key : undefined;
  };

  const settle = (key: string, owner: string, outcome: Outcome, now: number): boolean => {
    if (outcome.kind === 'part') {
      const state = outcome.done ? 'posted' : 'posting';
      return sql.part.run({ key, owner, now, state, receipt: JSON.stringify(outcome.receipt) }).changes === 1;
    }
    const state = outcome.kind === 'later' ? 'planned' : outcome.kind;
    const notBefore = 'notBefore' in outcome ? (outcome.notBefore ?? null) : null;
    const uncounted = outcome.kind === 'later' && outcome.told ? 1 : 0;
    const row = { key, owner, now, state, reason: outcome.reason, notBefore, uncounted };
    const held = sql.settle.run(row).changes === 1;
    if (held && outcome.kind === 'failed') free(key, outcome.free);
    return held;
  };

  return {
    plan: (deliveries, now) =>
      transact('written', () => {
        const keys = deliveries.map((entry) => insert(entry, now));
        return new Set(keys.filter((key) => key !== undefined));
      }),
    ready: (now, limit) => read(() => sql.ready.all({ now, limit }).map(readRow)),
    claim: (key, owner, now, leaseMs) =>
      transact('written', () => {
        const row = sql.claim.get({ key, owner, now, until: now + leaseMs });
        return row && readRow(row);
      }),
    renew: (key, owner, now, leaseMs) =>
      transact('written', () => sql.renew.run({ key, owner, now, until: now + leaseMs }).changes === 1),
    settle: (key, owner, outcome, now) => transact('written', () => settle(key, owner, outcome, now)),
    sendAgain: (key, now) => transact('written', () => sql.again.run({ key, now }).changes === 1),
    failWaiting: (channel, reason, now) =>
      transact('written', () => {
        for (const row of sql.waiting.all(channel)) {
          const { key } = readRow(row);
          // None of its parts was shown.
          if (sql.fail.run(reason, now, key).changes === 1) free(key, 'all');
        }
      }),
    nextReady: (now) =>
      read(() => {
        const at = sql.nextReady.get({ now })?.at;
        return at == null ? undefined : Number(at);
      }),
    get: (key) =>
      read(() => {
        const row = sql.get.get(key);
        return row && readRow(row);
      }),
    history: (channel, limit) => read(() => sql.history.all(channel, limit).map(readRow)),
    taken: (channels, day) =>
      read(() => new Set(sql.taken.all(day, JSON.stringify(channels)).map((row) => String(row.channel)))),
    open: () => read(() => new Set(sql.open.all().map((row) => String(row.channel)))),
    covered: (channel) =>
      read(() => {
        const row = sql.covered.get(channel);
        if (row === undefined) return undefined;
        return { upTo: Number(row.up_to), ...(row.newest == null ? {} : { newest: String(row.newest) }) };
      }),
    sent: (channel, papers) =>
      read(() => {
        const rows = sql.sent.all(channel, JSON.stringify(papers));
        return new Map(rows.map((row) => [String(row.paper), String(row.day)]));
      }),
    lastHits: (channel) => read(() => lastHits(sql.hits.all(channel))),
    forget: (channel) =>
      transact('written', () => sql.forget.forEach((statement) => void statement.run(channel))),
    prune: (before) => transact('written', () => Number(sql.prune.run(before).changes)),
  };
}

function lastHits(rows: Row[]): Map<string, string> {
  const hits = new Map<string, string>();
  for (const row of rows) {
    for (const topic of parsed(row.topics, isStrings) ?? []) {
      const day = String(row.day);
      if (day > (hits.get(topic) ?? '')) hits.set(topic, day);
    }
  }
  return hits;
}
