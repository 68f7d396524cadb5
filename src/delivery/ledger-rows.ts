/** Reads the rows of the ledger, damaged ones too. */
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Receipt } from '../model/ports.ts';
import { COLUMNS as ALL, type Tables } from '../store/tables.ts';
import type { Delivery, Plan } from './delivery.ts';

export type DeliveryRow = Selectable<Tables['deliveries']>;
/** All columns of a delivery by name: a statement that names them is prepared once on Postgres, and a new column breaks none. */
export const COLUMNS = sql.raw(ALL.deliveries.join(', '));

export const Topics = z.array(z.string());
const ToldOfPaper = z.array(z.object({ topic: z.string(), said: z.string().optional() }));
const Papers = z.array(z.object({ id: z.string(), topics: Topics, told: ToldOfPaper.optional() }));
const StoredPlan = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('silence'), silence: z.object({ why: z.string() }) }),
  z.object({
    kind: z.literal('post'),
    shown: Papers,
    rest: Papers,
    notes: z.array(z.string()).optional(),
  }),
]);
const Receipts = z.array(z.object({ messageId: z.string() }));

const UNREADABLE: Plan = {
  kind: 'silence',
  silence: { why: 'damaged', reason: "The stored plan can't be read." },
};

/** A delivery of a row; `damaged` says what of it cannot be read, and then its plan is a silence that says so. */
export function readRow(row: DeliveryRow): Delivery {
  const plan = parsed<Plan>(row.plan, StoredPlan);
  const receipts = parsed<Receipt[]>(row.receipts, Receipts);
  // Without its receipts it is unknown what was shown, whatever the plan says.
  const damaged = receipts === undefined ? 'receipts' : plan === undefined ? 'plan' : undefined;
  return {
    key: row.key,
    channel: row.channel,
    day: row.day,
    slotAt: row.slot_at,
    state: row.state,
    plan: plan ?? UNREADABLE,
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

/** A stored JSON value, or undefined for what is none or has another shape. */
export function parsed<T>(text: string, shape: z.ZodType): T | undefined {
  try {
    const value = JSON.parse(text);
    return shape.safeParse(value).success ? value : undefined;
  } catch {
    return undefined;
  }
}
