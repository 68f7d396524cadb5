/** Defines the ledger's tables, and reads their rows, damaged ones too. */
import type { Receipt } from '../model/ports.ts';
import type { Chosen, Delivery, DeliveryState, Plan } from './delivery.ts';

/**
 * `sent` is kept for good: a row is some 60 bytes, and as long as it stands a paper cannot come twice, however old.
 * Times are milliseconds since 1970.
 */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS deliveries (
    key TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    day TEXT NOT NULL,
    slot_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'posting', 'posted', 'failed', 'skipped', 'unknown')),
    reason TEXT,
    plan TEXT NOT NULL,
    up_to INTEGER,
    newest TEXT,
    receipts TEXT NOT NULL DEFAULT '[]',
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,
    owner TEXT,
    lease_until INTEGER,
    updated_at INTEGER NOT NULL,
    UNIQUE (channel, day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS deliveries_open ON deliveries (slot_at) WHERE state IN ('planned', 'posting', 'unknown');
  CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (channel, slot_at) WHERE state IN ('planned', 'posting', 'unknown');
  CREATE INDEX IF NOT EXISTS deliveries_covered ON deliveries (channel, up_to, newest) WHERE up_to IS NOT NULL;
  CREATE INDEX IF NOT EXISTS deliveries_settled ON deliveries (updated_at) WHERE state IN ('posted', 'failed', 'skipped');
  CREATE TABLE IF NOT EXISTS sent (
    channel TEXT NOT NULL,
    paper TEXT NOT NULL,
    delivery TEXT NOT NULL,
    day TEXT NOT NULL,
    topics TEXT NOT NULL,
    PRIMARY KEY (channel, paper)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sent_by_delivery ON sent (delivery);
`;

export type Row = Record<string, unknown>;

/** A delivery of a row; `damaged` says what of it cannot be read, and then its plan is a silence that says so. */
export function readRow(row: Row): Delivery {
  const optional = <K extends string>(name: K, value: unknown) =>
    (value == null ? {} : { [name]: value }) as Partial<Record<K, never>>;
  const plan = parsed(row.plan, isPlan);
  const receipts = parsed(row.receipts, isReceipts);
  // Without its receipts nobody knows what was shown, whatever the plan says.
  const damaged =
    receipts === undefined ? 'The stored receipts' : plan === undefined ? 'The stored plan' : undefined;
  return {
    key: String(row.key),
    channel: String(row.channel),
    day: String(row.day),
    slotAt: Number(row.slot_at),
    state: row.state as DeliveryState,
    plan: plan ?? { kind: 'silence', silence: { why: 'damaged', reason: UNREADABLE } },
    receipts: receipts ?? [],
    attempts: Number(row.attempts),
    updatedAt: Number(row.updated_at),
    ...optional('reason', row.reason),
    ...optional('upTo', numberOf(row.up_to)),
    ...optional('newest', row.newest),
    ...optional('notBefore', numberOf(row.not_before)),
    ...optional('damaged', damaged),
  };
}

const UNREADABLE = "The stored plan can't be read.";

/** Whole numbers are read as bigints: a damaged one may be larger than a number holds. */
function numberOf(value: unknown): number | undefined {
  return value == null ? undefined : Number(value);
}

/** A stored JSON value, or undefined for what is none or has another shape. */
export function parsed<T>(text: unknown, is: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return is(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPlan(value: unknown): value is Plan {
  if (!isRecord(value)) return false;
  if (value.kind === 'silence') return isRecord(value.silence) && typeof value.silence.why === 'string';
  return (
    value.kind === 'post' &&
    [value.shown, value.rest].every((list) => Array.isArray(list) && list.every(isChosen))
  );
}

function isChosen(value: unknown): value is Chosen {
  return isRecord(value) && typeof value.id === 'string' && isStrings(value.topics);
}

function isReceipts(value: unknown): value is Receipt[] {
  return Array.isArray(value) && value.every((one) => isRecord(one) && typeof one.messageId === 'string');
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
