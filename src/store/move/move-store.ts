/** Moves a whole store into an empty one: tables, shelves and the id, copied as they are stored and then compared. */
import { PaperboyError } from '../../model/errors.ts';
import type { BulkTable } from '../bulk.ts';
import type { Driver } from '../driver.ts';
import { NEWEST } from '../migrate.ts';
import { isPostgresUrl } from '../postgres/address.ts';
import { isSameFile } from '../sqlite/files.ts';
import { changedSince, compareStores, differs } from './compare.ts';
import { copyTable } from './copy-table.ts';
import { otherNames, shelfNames } from './layout.ts';
import { endMoving, type Marks } from './marks.ts';
import { type OpenSide, openAlone, withSide } from './open-side.ts';
import type { Side } from './side.ts';
import { assertExists, checkSource } from './source.ts';
import { hashStore } from './sums.ts';
import { countTables, prepareTarget, tablesOf } from './target.ts';

export interface Progress {
  step: 'copied' | 'compared';
  table: string;
  /** Rows of the step's tables so far, and in all. */
  done: number;
  of: number;
}

export interface Moved {
  from: string;
  to: string;
  /** False when all of it was there already, moved by an earlier run. */
  isNew: boolean;
  tables: number;
  rows: number;
  /** The SHA-256 of all rows as the new store has them, the same for equal stores on every database. */
  hash: string;
  /** Texts that hold a character that the new store can't, and have U+FFFD there: how many by `table.column`. */
  changed: ReadonlyMap<string, number>;
  /** Tables beside the store's that were left. */
  left: string[];
}

/**
 * @param from and `to` are addresses as `openStore` takes them
 * @throws PaperboyError `store` when either can't be used, or they differ at the end; what was copied stays, and the same call
 * continues from there
 */
export async function moveStore(
  from: string,
  to: string,
  told: (progress: Progress) => void,
): Promise<Moved> {
  assertExists(from);
  if (!isPostgresUrl(from) && !isPostgresUrl(to) && isSameFile(from, to)) throw sameStore();
  return moveBetween(await openAlone(from), () => openAlone(to), told);
}

/**
 * Closes both drivers; the target's is opened once the source was found to be in order.
 * @param when `atOneMoment`: the source, on Postgres, may be in use
 */
export function moveBetween(
  from: Driver,
  openTarget: () => Promise<Driver>,
  told: (progress: Progress) => void,
  when?: 'atOneMoment',
): Promise<Moved> {
  const work = async (source: OpenSide) => {
    await checkSource(source);
    return withSide(await openTarget(), (target) => move(source, target, told));
  };
  return withSide(from, work, when);
}

async function move(source: OpenSide, target: OpenSide, told: (progress: Progress) => void): Promise<Moved> {
  if ((await placeOf(source)) === (await placeOf(target))) throw sameStore();
  const identity = await source.db.selectFrom('identity').select('id').executeTakeFirst();
  const origin = { id: identity?.id ?? '', schema: NEWEST };
  const marks = await prepareTarget(target, origin, shelfNames(source.layout));
  const tables = tablesOf(source.layout);
  const counts = await countTables(source, tables);
  const of = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const teller = (step: Progress['step']) => {
    let done = 0;
    return (table: string, rows: number) => {
      done += rows;
      told({ step, table, done, of });
    };
  };
  if (marks !== undefined) await copyTables(source, target, tables, marks, teller('copied'));
  const { sums, differences, changed } = await compareStores(source, target, teller('compared'));
  if (differences.length > 0) {
    await marks?.remove(
      target.db,
      differences.map(({ table }) => table),
    );
    throw marks === undefined ? changedSince(target, differences) : differs(source, target, differences);
  }
  if (marks !== undefined) await endMoving(target.db);
  return {
    from: source.driver.name,
    to: target.driver.name,
    isNew: marks !== undefined,
    tables: sums.size,
    rows: [...sums.values()].reduce((sum, { rows }) => sum + rows, 0),
    hash: hashStore(sums),
    changed,
    left: otherNames(source.layout),
  };
}

async function copyTables(
  source: Side,
  target: Side,
  tables: readonly BulkTable[],
  marks: Marks,
  copied: (table: string, rows: number) => void,
): Promise<void> {
  for (const table of tables) {
    await copyTable(source, target, table, marks, (rows) => copied(table.name, rows));
  }
}

function placeOf({ db, driver }: Side): Promise<string> {
  return driver.bulk.place(db);
}

function sameStore(): PaperboyError {
  return new PaperboyError('bad-usage', '--from and --to name the same store.');
}
