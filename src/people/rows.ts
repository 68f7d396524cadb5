/** Finds what a table holds of a person or a workspace, and deletes it, or takes the person out of what others share. */
import { type RawBuilder, sql } from 'kysely';
import { NOBODY, namedInJson, type Subject, withoutNames } from '../model/traces.ts';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';
import { TABLE_TRACES, type TableTraces } from './table-traces.ts';

export type Row = Record<string, unknown>;
type Held = Required<Exclude<TableTraces<Row>, { holdsNobody: string }>>;

const NONE = { owner: [], who: [], json: [] };

/** Rows read at a time. */
const PAGE = 500;
/** How often a row that others change meanwhile is written. */
const TRIES = 4;

/** The tables that hold people, each with its rule. */
export const HELD = Object.entries(TABLE_TRACES).flatMap(([table, traces]) =>
  'kind' in traces ? [{ table: table as keyof Tables, ...NONE, ...(traces as unknown as Held) }] : [],
);
export type HeldTable = (typeof HELD)[number];

/** Whether a text names what is the subject's, as a channel's id does and `saved web:1` with a space. */
function names(text: string, subject: Subject): boolean {
  const isOf = (word: string) => subject.isPerson(word) || subject.isChannel(word);
  return isOf(text) || (text.includes(' ') && text.split(' ').some(isOf));
}

/** For each owner's column, those of its values that are the subject's. */
async function ownersIn(
  { db }: Pick<Database, 'db'>,
  { table, owner }: HeldTable,
  subject: Subject,
): Promise<{ column: string; values: string[] }[]> {
  const found: { column: string; values: string[] }[] = [];
  for (const column of owner) {
    const { rows } = await sql<{ value: string }>`SELECT DISTINCT ${sql.ref(column)} AS value
      FROM ${sql.table(table)}`.execute(db);
    const values = rows.map(({ value }) => value).filter((value) => names(value, subject));
    if (values.length > 0) found.push({ column, values });
  }
  return found;
}

/** The rows that are the subject's; undefined where there are none. */
async function ownedBy(
  database: Pick<Database, 'db'>,
  held: HeldTable,
  subject: Subject,
): Promise<RawBuilder<unknown> | undefined> {
  const found = await ownersIn(database, held, subject);
  if (found.length === 0) return undefined;
  return sql.join(
    found.map(({ column, values }) => isIn(database.db, column, values)),
    sql` OR `,
  );
}

/** Deletes the rows that are the subject's, or only counts them. */
export async function deleteOwned(
  database: Pick<Database, 'db'>,
  held: HeldTable,
  subject: Subject,
  isDry: boolean,
): Promise<number> {
  const which = await ownedBy(database, held, subject);
  if (which === undefined) return 0;
  if (!isDry) {
    const deleted = await sql`DELETE FROM ${sql.table(held.table)} WHERE ${which}`.execute(database.db);
    return Number(deleted.numAffectedRows ?? 0);
  }
  const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(held.table)}
    WHERE ${which}`.execute(database.db);
  return Number(rows[0]?.rows ?? 0);
}

/** The rows that are the subject's, as they are stored. */
export async function readOwned(
  database: Pick<Database, 'db'>,
  held: HeldTable,
  subject: Subject,
): Promise<Row[]> {
  const which = await ownedBy(database, held, subject);
  if (which === undefined) return [];
  return (await sql<Row>`SELECT * FROM ${sql.table(held.table)} WHERE ${which}`.execute(database.db)).rows;
}

/** Rows in which the subject is named, each with what replaces it. Those of its own channels go as a whole, and are left out. */
export async function* namedIn(
  database: Pick<Database, 'db'>,
  held: HeldTable,
  subject: Subject,
): AsyncGenerator<{ row: Row; change: Row }> {
  for await (const row of rowsOf(database, held)) {
    if (held.owner.some((column) => subject.isChannel(String(row[column])))) continue;
    const change = changeOf(row, held, subject);
    if (Object.keys(change).length > 0) yield { row, change };
  }
}

/** The rows of a table that names people, page by page. */
async function* rowsOf(
  { db }: Pick<Database, 'db'>,
  { table, key, who, json }: HeldTable,
): AsyncGenerator<Row> {
  if (who.length + json.length === 0) return;
  const [first = ''] = key;
  let last: unknown;
  while (true) {
    const behind = last === undefined ? sql`` : sql`WHERE ${sql.ref(first)} > ${last}`;
    const { rows } = await sql<Row>`SELECT * FROM ${sql.table(table)} ${behind}
      ORDER BY ${sql.ref(first)} LIMIT ${sql.lit(PAGE)}`.execute(db);
    yield* rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.[first];
  }
}

function changeOf(row: Row, { who, json }: HeldTable, subject: Subject): Row {
  const change: Row = {};
  for (const { id, name } of who) {
    if (!subject.isPerson(String(row[id] ?? ''))) continue;
    change[id] = NOBODY.id;
    if (name !== undefined) change[name] = NOBODY.name;
  }
  for (const column of json) {
    const value = parsed(row[column]);
    const without = withoutNames(value, subject);
    if (without !== value) change[column] = JSON.stringify(without);
  }
  return change;
}

/** Everyone whom the rows of a table name. */
export async function* everyoneIn(
  database: Pick<Database, 'db'>,
  held: HeldTable,
): AsyncGenerator<{ id: string; name: string }> {
  const { who, json } = held;
  for await (const row of rowsOf(database, held)) {
    for (const { id, name } of who)
      if (name !== undefined) yield { id: String(row[id] ?? ''), name: String(row[name] ?? '') };
    for (const column of json) yield* namedInJson(parsed(row[column]));
  }
}

/** Writes what replaces a row. One that was changed since it was read is read again, a few times at most. Returns whether that was done. */
export async function rewrite(
  database: Pick<Database, 'db'>,
  held: HeldTable,
  { row, change }: { row: Row; change: Row },
  subject: Subject,
  tries = TRIES,
): Promise<boolean> {
  const { db } = database;
  const { table, key } = held;
  const sets = Object.entries(change).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  // So that who read it before cannot write it back.
  if ('version' in row) sets.push(sql`version = version + 1`);
  const isRow = key.map((column) => sql`${sql.ref(column)} = ${row[column]}`);
  const isSame = Object.keys(change).map(
    (column) => sql`${sql.ref(column)} IS NOT DISTINCT FROM ${row[column]}`,
  );
  const written = await sql`UPDATE ${sql.table(table)} SET ${sql.join(sets)}
    WHERE ${sql.join([...isRow, ...isSame], sql` AND `)}`.execute(db);
  if (Number(written.numAffectedRows ?? 0) > 0) return true;
  if (tries <= 1) return false;
  const found =
    await sql<Row>`SELECT * FROM ${sql.table(table)} WHERE ${sql.join(isRow, sql` AND `)}`.execute(db);
  for (const now of found.rows) {
    const next = changeOf(now, held, subject);
    if (Object.keys(next).length > 0)
      return rewrite(database, held, { row: now, change: next }, subject, tries - 1);
  }
  return true;
}

/** What a column's JSON says; undefined where it is damaged. */
export function parsed(json: unknown): unknown {
  try {
    return typeof json === 'string' ? JSON.parse(json) : undefined;
  } catch {
    return undefined;
  }
}
