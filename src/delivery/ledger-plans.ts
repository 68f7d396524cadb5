/** Writes plans to the ledger: each with the reservations of its papers, or nothing of either. */
import { sql } from 'kysely';
import { compileOnce } from '../store/compile-once.ts';
import type { Database } from '../store/database.ts';
import { insertList, isIn, listOf } from '../store/portable-sql.ts';
import { COLUMNS, type Tables } from '../store/tables.ts';
import { deliveryChannel, deliveryKey, type NewDelivery } from './delivery.ts';

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
const insertSent = compileOnce<List>(
  ({ list }, db) => sql`${insertList(db, 'sent', COLUMNS.sent, list)} ON CONFLICT DO NOTHING`,
);

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
  const papers = [...keys].flatMap((key) => reservations(key, byKey.get(key) as NewDelivery));
  if (papers.length === 0) return keys;
  const reserved = await db.executeQuery(insertSent(db, { list: listOf(db, COLUMNS.sent, papers) }));
  if (Number(reserved.numAffectedRows) === papers.length) return keys;
  return keys.difference(await withoutAllPapers(db, papers));
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

/** Deletes the deliveries for which a paper could not be reserved, and returns their keys. */
async function withoutAllPapers(db: Db, papers: readonly Tables['sent'][]): Promise<Set<string>> {
  const wanted = Map.groupBy(papers, ({ delivery }) => delivery);
  const isOf = (keys: readonly string[]) =>
    sql`${isIn(db, 'channel', keys.map(deliveryChannel))} AND ${isIn(db, 'delivery', keys)}`;
  const { rows } = await sql<{ delivery: string; count: number }>`SELECT delivery, count(*) AS count FROM sent
    WHERE ${isOf([...wanted.keys()])} GROUP BY delivery`.execute(db);
  const reserved = new Map(rows.map(({ delivery, count }) => [delivery, count]));
  const refused = [...wanted].flatMap(([key, list]) => ((reserved.get(key) ?? 0) < list.length ? key : []));
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

function reservations(delivery: string, { channel, day, plan }: NewDelivery): Tables['sent'][] {
  if (plan.kind !== 'post') return [];
  return [...plan.shown, ...plan.rest].map(({ id, topics }) => {
    return { channel, paper: id, delivery, day, topics: JSON.stringify(topics) };
  });
}
