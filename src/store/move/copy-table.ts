/** Copies one table: each page is written in one transaction with the mark that says how far the table has come. */
import type { BulkTable } from '../bulk.ts';
import type { Marks } from './marks.ts';
import { readPages } from './pages.ts';
import type { Side } from './side.ts';

/** @param copied is told how many rows were copied since it was told last, by an earlier run too */
export async function copyTable(
  from: Side,
  to: Side,
  table: BulkTable,
  marks: Marks,
  copied: (rows: number) => void,
): Promise<void> {
  const begun = marks.get(table.name);
  let rows = begun?.rows ?? 0;
  copied(rows);
  if (begun?.isDone) return;
  if (table.isShelf) await to.driver.openShelf(to.db, table.name).ready();
  const { bulk } = to.driver;
  for await (const page of readPages(from, table, begun?.after)) {
    const isFirst = marks.get(table.name) === undefined;
    rows += page.rows.length;
    await to.db.transaction().execute(async (query) => {
      await marks.set(query, table.name, page.next ? { rows, after: page.next } : { rows, isDone: true });
      // What a new store has by itself, such as its id, or what was there when the table was found to differ.
      if (isFirst) await bulk.clear(query, table);
      if (page.rows.length > 0) await bulk.insert(query, table, page.rows);
    });
    copied(page.rows.length);
  }
  await bulk.settle(to.db, table);
}
