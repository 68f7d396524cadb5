/** Decides whether a store can be moved into, and prepares it. */
import { sql } from 'kysely';
import { counted } from '../../model/counted.ts';
import { PaperboyError } from '../../model/errors.ts';
import type { BulkTable } from '../bulk.ts';
import { migrate, readSchema } from '../migrate.ts';
import { MOVING, TABLE_NAMES } from '../tables.ts';
import { type Layout, ownTables, shelfNames, shelfTable } from './layout.ts';
import { beginAgain, beginMoving, type Marks, type Origin, readMarks } from './marks.ts';
import type { OpenSide } from './open-side.ts';
import type { Side } from './side.ts';

const EMPTY_ONE = {
  sqlite: 'name a file that does not exist yet, or move this one away',
  postgres: 'name an empty database, or drop its tables',
};

/** What people know of a store, for a message. */
const KNOWN: readonly [table: string, one: string, many: string][] = [
  ['channels', 'channel', 'channels'],
  ['subscriptions', 'topic', 'topics'],
  ['papers', 'paper', 'papers'],
  ['deliveries', 'delivery', 'deliveries'],
];

/**
 * Makes the tables of a store that is empty, or takes up a move that was stopped.
 * @returns how far each table was copied; undefined when the same store is already there, moved by an earlier run
 * @throws PaperboyError `store` when it holds anything else
 */
export async function prepareTarget(
  target: OpenSide,
  origin: Origin,
  shelves: readonly string[],
): Promise<Marks | undefined> {
  const { db, driver, layout } = target;
  if (!layout.has(MOVING)) {
    if (await holdsStore(target, origin, shelves)) return undefined;
    await beginMoving(target, origin);
  }
  const { origin: begun } = await readMarks(db);
  if (begun.id !== origin.id)
    throw refusal(
      target,
      'holds part of another store, whose move was stopped. Finish that move with the store it came from',
    );
  await migrate(db, driver);
  if (begun.schema !== origin.schema) await beginAgain(db, origin);
  return (await readMarks(db)).marks;
}

/** Whether the store of the same id is there, whole; false when nothing is there. */
async function holdsStore(target: OpenSide, origin: Origin, shelves: readonly string[]): Promise<boolean> {
  const { db, driver, layout } = target;
  const schema = await readSchema(db, driver);
  if (schema === 'older') throw refusal(target, 'already holds a store, of an older version of Paperboy');
  if (schema === 'none') {
    const taken = [...TABLE_NAMES, ...shelves].find((name) => layout.has(name));
    if (taken !== undefined)
      throw refusal(target, `already has a table "${taken}" that this move would need for itself`);
    return false;
  }
  const tables = tablesOf(layout).filter(({ name }) => layout.has(name));
  const counts = await countTables(target, tables);
  const isEmpty = [...counts].every(([name, count]) => count === 0 || name === 'identity');
  if (isEmpty) return false;
  const { id } = (await db.selectFrom('identity').select('id').executeTakeFirst()) ?? {};
  if (id === origin.id && id !== '') return true;
  throw refusal(target, `already holds another store (${describe(counts)})`);
}

/** The store's own tables and its shelves. */
export function tablesOf(layout: Layout): BulkTable[] {
  return [...ownTables(layout), ...shelfNames(layout).map(shelfTable)];
}

/** The number of rows of each table. */
export async function countTables(
  { db, driver }: Side,
  tables: readonly BulkTable[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const table of tables) {
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(table.name)}
      WHERE ${driver.bulk.isReachable(table)}`.execute(db);
    counts.set(table.name, Number(rows[0]?.count));
  }
  return counts;
}

function describe(counts: ReadonlyMap<string, number>): string {
  const known = KNOWN.flatMap(([table, one, many]) => {
    const count = counts.get(table) ?? 0;
    return count === 0 ? [] : [counted(count, one, many)];
  });
  const others = [...counts].filter(([name, count]) => count > 0 && name !== 'identity');
  return known.length > 0 ? known.join(', ') : `rows in ${others.map(([name]) => `"${name}"`).join(', ')}`;
}

function refusal({ driver }: Side, what: string): PaperboyError {
  return new PaperboyError(
    'store',
    `The store ${driver.name} ${what}. To move into it, ${EMPTY_ONE[driver.kind]}.`,
  );
}
