/** Writes plans to the ledger: each with the reservations of its papers, or nothing of either. */
import { sql } from 'kysely';
import { compileOnce } from '../store/compile-once.ts';
import type { Database } from '../store/database.ts';
import { insertList, insertOrder, isIn, jsonItems, listOf } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';
import { deliveryChannel, deliveryKey, type NewDelivery, type Plan } from './delivery.ts';

type Db = Database['db'];

/** The columns that a plan sets. */
const PLANNED = [
  ...(['key', 'channel', 'day', 'slot_at', 'state'] as const),
  ...(['plan', 'up_to', 'newest', 'updated_at'] as const),
];
type NewRow = Pick<Tables['deliveries'], (typeof PLANNED)[number]>;
type List = { list: string };
type Inserted = { key: string };

const insertDeliveries = compileOnce<List, Inserted>(
  ({ list }, db) =>
    sql<Inserted>`${insertList(db, 'deliveries', PLANNED, list)} ON CONFLICT DO NOTHING RETURNING key`,
);
/** For a single one, which most plans are: a list costs twice the time. */
const insertDelivery = compileOnce<NewRow>((row) => {
  const values = PLANNED.map((name) => sql`${row[name]}`);
  return sql`INSERT INTO deliveries (${sql.join(PLANNED.map(sql.ref))}) VALUES (${sql.join(values)}) ON CONFLICT DO NOTHING`;
});

/** Returns the keys of those that were written: one is left out when it, or one of its papers, is there already. */
export async function writePlans(db: Db, deliveries: readonly NewDelivery[], now: number) {
  const byKey = new Map<string, NewDelivery>();
  for (const entry of deliveries) {
    const key = deliveryKey(entry.channel, entry.day);
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  if (byKey.size === 0) return new Set<string>();
  const rows = [...byKey].map(([key, entry]) => toRow(key, entry, now));
  const keys = new Set(await writeRows(db, rows));
  const wanted = new Map<string, number>();
  for (const key of keys) {
    const papers = countPapers((byKey.get(key) as NewDelivery).plan);
    if (papers > 0) wanted.set(key, papers);
  }
  if (wanted.size === 0) return keys;
  const reserved = await reservePapers(db, [...wanted.keys()]);
  if (reserved === wanted.values().reduce((sum, papers) => sum + papers, 0)) return keys;
  return keys.difference(await withoutAllPapers(db, wanted));
}

/** Reserves the papers of deliveries that were written, from their plans there: sent once more, they would take as long again. */
async function reservePapers(db: Db, keys: readonly string[]): Promise<number> {
  const papersIn = (member: 'shown' | 'rest') => sql`SELECT deliveries.channel AS channel,
      item.value ->> 'id' AS paper, deliveries.key AS delivery, deliveries.day AS day,
      CAST(item.value -> 'topics' AS text) AS topics
    FROM deliveries, ${jsonItems(db, 'deliveries.plan', member)}
    WHERE ${isIn(db, 'deliveries.key', keys)}`;
  const { numAffectedRows } = await sql`INSERT INTO sent (channel, paper, delivery, day, topics)
    ${papersIn('shown')} UNION ALL ${papersIn('rest')} ${insertOrder(db, ['channel', 'paper'])}
    ON CONFLICT DO NOTHING`.execute(db);
  return Number(numAffectedRows);
}

/** Returns the keys of those that were not there. */
async function writeRows(db: Db, rows: readonly NewRow[]): Promise<string[]> {
  const [first, ...others] = rows;
  if (first === undefined) return [];
  if (others.length === 0) {
    const { numAffectedRows } = await db.executeQuery(insertDelivery(db, first));
    return numAffectedRows === 1n ? [first.key] : [];
  }
  const inserted = await db.executeQuery(insertDeliveries(db, { list: listOf(db, PLANNED, rows) }));
  return inserted.rows.map(({ key }) => key);
}

/**
 * Deletes the deliveries for which a paper could not be reserved, and returns their keys.
 * @param wanted how many papers each of them has
 */
async function withoutAllPapers(db: Db, wanted: ReadonlyMap<string, number>): Promise<Set<string>> {
  const isOf = (keys: readonly string[]) =>
    sql`${isIn(db, 'channel', keys.map(deliveryChannel))} AND ${isIn(db, 'delivery', keys)}`;
  const { rows } = await sql<{ delivery: string; count: number }>`SELECT delivery, count(*) AS count FROM sent
    WHERE ${isOf([...wanted.keys()])} GROUP BY delivery`.execute(db);
  const reserved = new Map(rows.map(({ delivery, count }) => [delivery, count]));
  const refused = [...wanted].flatMap(([key, papers]) => ((reserved.get(key) ?? 0) < papers ? key : []));
  await sql`DELETE FROM sent WHERE ${isOf(refused)}`.execute(db);
  await sql`DELETE FROM deliveries WHERE ${isIn(db, 'key', refused)}`.execute(db);
  return new Set(refused);
}

function toRow(key: string, { channel, day, slotAt, plan, upTo, newest }: NewDelivery, now: number): NewRow {
  return {
    key,
    channel,
    day,
    slot_at: slotAt,
    state: plan.kind === 'silence' && !plan.said ? 'skipped' : 'planned',
    plan: JSON.stringify(plan),
    up_to: upTo ?? null,
    newest: newest ?? null,
    updated_at: now,
  };
}

function countPapers(plan: Plan): number {
  return plan.kind === 'post' ? plan.shown.length + plan.rest.length : 0;
}
