/** Reads a table in the order of its primary key, in pages that are bounded in rows and in bytes. */
import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Bulk, BulkTable, Column, Position, Row } from '../bulk.ts';
import type { Side } from './side.ts';

const MOST_ROWS = 2_000;
/** A single row may be larger. */
const MOST_BYTES = 4_000_000;

export interface Page {
  rows: Row[];
  /** After which the next page begins; absent after the last. */
  next: Position | undefined;
}

/** The pages after a position, or all of them. While one is worked on, the next is read. */
export async function* readPages(side: Side, table: BulkTable, after?: Position): AsyncGenerator<Page> {
  let reading = readPage(side, table, after);
  while (true) {
    const page = await reading;
    if (page.next !== undefined) {
      reading = readPage(side, table, page.next);
      // Told when it is awaited, which it is not when the work on this page fails.
      reading.catch(() => {});
    }
    // A file's store answers at once: without this, no signal would be heard before the end.
    await setImmediate();
    yield page;
    if (page.next === undefined) return;
  }
}

async function readPage(
  { db, driver: { bulk } }: Side,
  table: BulkTable,
  after: Position | undefined,
): Promise<Page> {
  const beyond =
    after === undefined ? sql`true` : sql`${keyOf(bulk, table)} > ${valuesOf(bulk, table, after)}`;
  const where = sql`FROM ${sql.table(table.name)} WHERE ${bulk.isReachable(table)} AND ${beyond}`;
  const order = sql`ORDER BY ${sql.join(table.key.map((column) => bulk.ordered(table, column)))}`;
  // Where the page ends is read first: rows that would not fit are not even sent.
  const ends = await sql<Record<string, string> & { size: number }>`
    SELECT ${positionOf(bulk, table)}, ${sizeOf(bulk, table)} AS size ${where} ${order} LIMIT ${MOST_ROWS}`.execute(
    db,
  );
  const count = fitting(ends.rows.map(({ size }) => size));
  const last = ends.rows[count - 1];
  if (last === undefined) return { rows: [], next: undefined };
  const until = table.key.map((_, at) => last[`at${at}`] as string);
  const { rows } = await sql<Record<string, Row[number]>>`SELECT ${columnsOf(bulk, table)}
    ${where} AND ${keyOf(bulk, table)} <= ${valuesOf(bulk, table, until)} ${order}`.execute(db);
  return {
    rows: rows.map((row) =>
      bulk.fromStored(
        table,
        table.columns.map(({ name }) => row[name] ?? null),
      ),
    ),
    next: count < ends.rows.length || count === MOST_ROWS ? until : undefined,
  };
}

/** How many rows a page takes; at least one. */
function fitting(sizes: readonly number[]): number {
  let bytes = 0;
  const tooMany = sizes.findIndex((size, at) => {
    bytes += size;
    return bytes > MOST_BYTES && at > 0;
  });
  return tooMany < 0 ? sizes.length : tooMany;
}

function keyOf(bulk: Bulk, table: BulkTable): RawBuilder<unknown> {
  return sql`(${sql.join(table.key.map((column) => bulk.ordered(table, column)))})`;
}

function valuesOf(bulk: Bulk, table: BulkTable, position: Position): RawBuilder<unknown> {
  return sql`(${sql.join(table.key.map((column, at) => bulk.fromPosition(column, position[at] ?? '')))})`;
}

function positionOf(bulk: Bulk, table: BulkTable): RawBuilder<unknown> {
  return sql.join(
    table.key.map((column, at) => sql`${bulk.asPosition(table, column)} AS ${sql.ref(`at${at}`)}`),
  );
}

function columnsOf(bulk: Bulk, table: BulkTable): RawBuilder<unknown> {
  return sql.join(
    table.columns.map((column) => sql`${bulk.exactly(table, column)} AS ${sql.ref(column.name)}`),
  );
}

/** The bytes of the columns whose length is not the same in every row. */
function sizeOf(bulk: Bulk, table: BulkTable): RawBuilder<number> {
  const long = table.columns.filter(({ type }: Column) => type === 'text' || type === 'bytes');
  const sizes = long.map((column) => sql`coalesce(octet_length(${bulk.ordered(table, column)}), 0)`);
  return sql<number>`${sizes.length === 0 ? sql`0` : sql.join(sizes, sql` + `)}`;
}
