/** The ledger's tables, and how a row becomes a delivery. */
import type { Delivery, DeliveryState, Plan } from './delivery.ts';

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

export function readRow(row: Row): Delivery {
  const optional = <K extends string>(name: K, value: unknown) =>
    (value == null ? {} : { [name]: value }) as Partial<Record<K, never>>;
  return {
    key: String(row.key),
    channel: String(row.channel),
    day: String(row.day),
    slotAt: Number(row.slot_at),
    state: row.state as DeliveryState,
    plan: JSON.parse(String(row.plan)) as Plan,
    receipts: JSON.parse(String(row.receipts)) as Delivery['receipts'],
    attempts: Number(row.attempts),
    updatedAt: Number(row.updated_at),
    ...optional('reason', row.reason),
    ...optional('upTo', row.up_to),
    ...optional('newest', row.newest),
    ...optional('notBefore', row.not_before),
  };
}
