/** Compares two stores table by table, and says where they differ. */
import { counted } from '../../model/counted.ts';
import { PaperboyError } from '../../model/errors.ts';
import type { BulkTable } from '../bulk.ts';
import { type Layout, ownTables, readLayout, shelfNames, shelfTable } from './layout.ts';
import type { Side } from './side.ts';
import { EMPTY, type Sum, sumTable, type Told } from './sums.ts';

export interface Difference {
  table: string;
  inSource: Sum;
  inTarget: Sum;
}

export interface Compared {
  /** The source's, of each table. */
  sums: Map<string, Sum>;
  differences: Difference[];
  /** Texts of the source that are other ones in the target, as they hold a character that it can't: how many in which columns. */
  changed: Map<string, number>;
}

/** @param compared is told how many rows of a table were read since it was told last */
export async function compareStores(
  source: Side,
  target: Side,
  compared: (table: string, rows: number) => void,
): Promise<Compared> {
  const sums = new Map<string, Sum>();
  const differences: Difference[] = [];
  const changed = new Map<string, number>();
  // As they are now: another process may have made a shelf meanwhile.
  const layouts = [await readLayout(source), await readLayout(target)] as const;
  for (const table of tablesOfBoth(...layouts)) {
    const sumOf = (side: Side, layout: Layout, told?: Told) =>
      layout.has(table.name) ? sumTable(side, table, target, told) : EMPTY;
    const told: Told = {
      read: (rows) => compared(table.name, rows),
      changed(column) {
        const place = `${table.name}.${column}`;
        changed.set(place, (changed.get(place) ?? 0) + 1);
      },
    };
    const [inSource, inTarget] = await Promise.all([
      sumOf(source, layouts[0], told),
      sumOf(target, layouts[1]),
    ]);
    sums.set(table.name, inSource);
    if (inSource.rows !== inTarget.rows || inSource.hash !== inTarget.hash)
      differences.push({ table: table.name, inSource, inTarget });
  }
  return { sums, differences, changed };
}

function tablesOfBoth(source: Layout, target: Layout): BulkTable[] {
  const shelves = new Set([...shelfNames(source), ...shelfNames(target)]);
  return [...ownTables(source), ...[...shelves].sort().map(shelfTable)];
}

/** After a move that was to make them the same. */
export function differs(source: Side, target: Side, differences: readonly Difference[]): PaperboyError {
  return new PaperboyError(
    'store',
    `${target.driver.name} isn't the same as ${source.driver.name}: ${describe(differences)}. Stop Paperboy if it runs, and run this again: it copies these tables anew.`,
  );
}

/** When there was nothing left to move. */
export function changedSince(target: Side, differences: readonly Difference[]): PaperboyError {
  return new PaperboyError(
    'store',
    `The store was moved to ${target.driver.name} before, and one of the two has changed since: ${describe(differences)}. To move it again, name an empty store.`,
  );
}

function describe(differences: readonly Difference[]): string {
  return differences
    .map(({ table, inSource, inTarget }) =>
      inSource.rows === inTarget.rows
        ? `the table "${table}" has other contents in the same number of rows`
        : `the table "${table}" has ${counted(inTarget.rows, 'row')} instead of ${inSource.rows}`,
    )
    .join('; ');
}
