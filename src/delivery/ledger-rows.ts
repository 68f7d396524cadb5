/** Reads the rows of the ledger, damaged ones too. */
import type { Selectable } from 'kysely';
import type { Receipt } from '../model/ports.ts';
import type { Tables } from '../store/tables.ts';
import type { Chosen, Delivery, Plan } from './delivery.ts';

export type DeliveryRow = Selectable<Tables['deliveries']>;

/** A delivery of a row; `damaged` says what of it cannot be read, and then its plan is a silence that says so. */
export function readRow(row: DeliveryRow): Delivery {
  const plan = parsed(row.plan, isPlan);
  const receipts = parsed(row.receipts, isReceipts);
  // Without its receipts it is unknown what was shown, whatever the plan says.
  const damaged = receipts === undefined ? 'receipts' : plan === undefined ? 'plan' : undefined;
  return {
    key: row.key,
    channel: row.channel,
    day: row.day,
    slotAt: row.slot_at,
    state: row.state,
    plan: plan ?? { kind: 'silence', silence: { why: 'damaged', reason: UNREADABLE } },
    receipts: receipts ?? [],
    attempts: row.attempts,
    updatedAt: row.updated_at,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.up_to === null ? {} : { upTo: row.up_to }),
    ...(row.newest === null ? {} : { newest: row.newest }),
    ...(row.not_before === null ? {} : { notBefore: row.not_before }),
    ...(damaged === undefined ? {} : { damaged }),
  };
}

const UNREADABLE = "The stored plan can't be read.";

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
