/**
 * The table `moving` of a store that another is being moved into: from where, and how far each table has come. As long as it is
 * there, the store is not whole and Paperboy does not start with it.
 */
import { type Kysely, sql } from 'kysely';
import { PaperboyError } from '../../model/errors.ts';
import type { Position } from '../bulk.ts';
import type { Driver } from '../driver.ts';
import { portableSql } from '../portable-sql.ts';
import { readTableColumns } from '../table-columns.ts';
import { MOVING, type Tables } from '../tables.ts';
import type { Side } from './side.ts';

const MOVING_TABLE = sql.table(MOVING);
/** No table has such a name. */
const ORIGIN = '*origin';

/** What is moved: the id of the store that it comes from, and the schema that both have. */
export interface Origin {
  id: string;
  schema: string;
}

/** How far a table was copied. */
export interface Mark {
  rows: number;
  after?: Position;
  isDone?: true;
}

export interface Marks {
  /** Of a table; undefined before its first page was copied. */
  get(table: string): Mark | undefined;
  /**
   * In the transaction that writes the rows.
   * @throws PaperboyError `store` when another process has copied the same rows
   */
  set(query: Kysely<Tables>, table: string, mark: Mark): Promise<void>;
  /** Forgets tables, which are then copied again from the beginning. */
  remove(db: Kysely<Tables>, tables: readonly string[]): Promise<void>;
}

/** @throws PaperboyError `store` when another store was moved into this one in part */
export async function refuseUnfinished(db: Kysely<Tables>, { name }: Driver): Promise<void> {
  if (!(await readTableColumns(db)).has(MOVING)) return;
  throw new PaperboyError(
    'store',
    `The store ${name} isn't complete: \`paperboy migrate-store\` was stopped while it copied into it. Run that command again, or use the store that it copied from.`,
  );
}

export async function beginMoving({ db, driver }: Side, origin: Origin): Promise<void> {
  const { text } = portableSql(db).types;
  await db.transaction().execute(async (query) => {
    await driver.lock(query, MOVING);
    await query.schema
      .createTable(MOVING)
      .ifNotExists()
      .addColumn('name', text, (column) => column.primaryKey())
      .addColumn('value', text, (column) => column.notNull())
      .execute();
    await insert(query, ORIGIN, JSON.stringify(origin));
  });
}

/** Begins again from nothing, as after an update that changed the tables. */
export async function beginAgain(db: Kysely<Tables>, origin: Origin): Promise<void> {
  await db.transaction().execute(async (query) => {
    await sql`DELETE FROM ${MOVING_TABLE}`.execute(query);
    await insert(query, ORIGIN, JSON.stringify(origin));
  });
}

/** The store is whole. */
export async function endMoving(db: Kysely<Tables>): Promise<void> {
  await db.schema.dropTable(MOVING).ifExists().execute();
}

export async function readMarks(db: Kysely<Tables>): Promise<{ origin: Origin; marks: Marks }> {
  const { rows } = await sql<{
    name: string;
    value: string;
  }>`SELECT name, value FROM ${MOVING_TABLE}`.execute(db);
  const texts = new Map(rows.map(({ name, value }) => [name, value]));
  return { origin: JSON.parse(texts.get(ORIGIN) ?? '{}') as Origin, marks: marksOf(texts) };
}

function marksOf(texts: Map<string, string>): Marks {
  return {
    get(table) {
      const text = texts.get(table);
      return text === undefined ? undefined : (JSON.parse(text) as Mark);
    },
    async set(query, table, mark) {
      const before = texts.get(table);
      const after = JSON.stringify(mark);
      const { numAffectedRows = 0n } =
        before === undefined
          ? await insert(query, table, after)
          : await sql`UPDATE ${MOVING_TABLE} SET value = ${after} WHERE name = ${table} AND value = ${before}`.execute(
              query,
            );
      if (numAffectedRows !== 1n) throw overtaken();
      texts.set(table, after);
    },
    async remove(db, tables) {
      for (const table of tables) {
        await sql`DELETE FROM ${MOVING_TABLE} WHERE name = ${table}`.execute(db);
        texts.delete(table);
      }
    },
  };
}

function insert(query: Kysely<Tables>, name: string, value: string) {
  return sql`INSERT INTO ${MOVING_TABLE} (name, value) VALUES (${name}, ${value}) ON CONFLICT DO NOTHING`.execute(
    query,
  );
}

function overtaken(): PaperboyError {
  return new PaperboyError(
    'store',
    'Another `paperboy migrate-store` copies into the same store. Stop one of them.',
  );
}
