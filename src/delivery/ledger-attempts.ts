/**
 * Writes to the ledger how an attempt at a delivery begins and ends. What runs for each delivery is compiled once.
 */
import { type QueryResult, type RawBuilder, sql } from 'kysely';
import { compileOnce } from '../store/compile-once.ts';
import type { Database } from '../store/database.ts';
import type { Outcome } from './delivery.ts';
import { isAlone, isOldest, isUnleased, isUnwaiting, isWorkable } from './ledger-reads.ts';
import { COLUMNS, type DeliveryRow } from './ledger-rows.ts';

type Db = Database['db'];
type Sql = RawBuilder<unknown>;

/** A delivery, the process that has or wants its lease, and the time. */
export interface Held {
  key: string;
  owner: string;
  now: number;
}
/** `until` is when the lease ends. */
type Leased = Held & { until: number };
/** `receipt` is the JSON of a part's receipt. */
type Received = Held & { receipt: string };

/** Far more attempts than are made. A damaged count is taken for it. */
const MOST_COUNTED = 1_000;

const isHeld = ({ key, owner, now }: Held): Sql =>
  sql`key = ${key} AND owner = ${owner} AND lease_until > ${now}`;
const released = sql`owner = NULL, lease_until = NULL`;

// An unknown one that nobody looks for any more has no `not_before`: should this process die, it is looked for again.
const claim = compileOnce<Leased, DeliveryRow>(
  ({ key, owner, now, until }) => sql<DeliveryRow>`UPDATE deliveries
    SET state = CASE state WHEN 'planned' THEN 'posting' ELSE 'unknown' END,
      not_before = CASE state WHEN 'planned' THEN NULL ELSE cast(${now} AS bigint) END,
      owner = ${owner}, lease_until = ${until}, updated_at = ${now},
      attempts = CASE WHEN attempts BETWEEN 0 AND ${MOST_COUNTED} THEN attempts + 1 ELSE ${MOST_COUNTED} END
    WHERE key = ${key} AND ${isWorkable} AND ${isUnwaiting(now)} AND ${isUnleased(now)} AND ${isOldest}
    RETURNING ${COLUMNS}`,
);
const renew = compileOnce<Leased>(
  (of) => sql`UPDATE deliveries SET state = 'posting', lease_until = ${of.until} WHERE ${isHeld(of)}`,
);

/** Adds a part's receipt. */
const received = ({ receipt, now }: Received): Sql => sql`receipts =
    CASE WHEN receipts = '[]' THEN '[' ELSE substr(receipts, 1, length(receipts) - 1) || ',' END
      || cast(${receipt} AS text) || ']',
  reason = NULL, attempts = 0, not_before = NULL, updated_at = ${now}`;
const addPart = compileOnce<Received>(
  (of) => sql`UPDATE deliveries SET ${received(of)}, state = 'posting' WHERE ${isHeld(of)}`,
);
const lastPart = (of: Received): Sql =>
  sql`UPDATE deliveries SET ${received(of)}, state = 'posted', ${released} WHERE ${isHeld(of)}`;
const addLastPart = compileOnce<Received>(lastPart);
const addLastPartAlone = compileOnce<Received>((of) => sql`${lastPart(of)} AND ${isAlone}`);

/** Returns the row when it could be claimed. */
export async function claimRow(db: Db, leased: Leased): Promise<DeliveryRow | undefined> {
  return (await db.executeQuery(claim(db, leased))).rows[0];
}

/** Returns false when the lease was lost. */
export async function renewLease(db: Db, leased: Leased): Promise<boolean> {
  return isOne(await db.executeQuery(renew(db, leased)));
}

/**
 * Writes how an attempt ended. Returns false when the lease was lost, or with `onlyAlone` when another delivery of the channel is to
 * be worked on.
 */
export async function writeEnd(
  db: Db,
  held: Held,
  outcome: Outcome,
  onlyAlone?: 'onlyAlone',
): Promise<boolean> {
  if (outcome.kind === 'part') {
    const add = !outcome.done ? addPart : onlyAlone ? addLastPartAlone : addLastPart;
    return isOne(await db.executeQuery(add(db, { ...held, receipt: JSON.stringify(outcome.receipt) })));
  }
  const where = onlyAlone ? sql`${isHeld(held)} AND ${isAlone}` : isHeld(held);
  const set = sql`${ended(outcome)}, updated_at = ${held.now}, ${released}`;
  return isOne(await sql`UPDATE deliveries SET ${set} WHERE ${where}`.execute(db));
}

/** The columns that the end of an attempt sets in which no part arrived. */
function ended(outcome: Exclude<Outcome, { kind: 'part' }>): Sql {
  if (outcome.kind === 'complete') return sql`state = 'posted', reason = NULL, not_before = NULL`;
  const state = outcome.kind === 'later' ? 'planned' : outcome.kind;
  const notBefore = 'notBefore' in outcome ? (outcome.notBefore ?? null) : null;
  const isCounted = outcome.kind !== 'later' || !outcome.told;
  const attempts = isCounted ? sql`attempts` : sql`CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END`;
  return sql`state = ${state}, reason = ${outcome.reason}, not_before = ${notBefore}, attempts = ${attempts}`;
}

function isOne({ numAffectedRows }: QueryResult<unknown>): boolean {
  return numAffectedRows === 1n;
}
