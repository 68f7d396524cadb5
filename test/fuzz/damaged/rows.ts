/** What stored rows look like to a test that damages them, whichever database holds them. */
import type { Store } from '../../../src/store/store.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A store that was filled and closed, for one case. */
export interface Rows {
  /** How many rows each table has, in the order of their names. */
  counts(): Promise<Map<string, number>>;
  columns(table: string): Promise<string[]>;
  /** All rows of a table, in the same order each time. */
  rows(table: string): Promise<Row[]>;
  /** @throws where the table refuses the value */
  set(table: string, row: Row, column: string, value: unknown): Promise<void>;
  delete(table: string, row: Row): Promise<void>;
  /** Opens the store on them, as a process that starts does. The caller closes it. */
  open(): Promise<Store>;
  /** Called when the case ends. */
  end(): Promise<void>;
}

/** One store, filled once, of which each case gets a copy as it was. */
export interface Copies {
  fresh(): Promise<Rows>;
  end(): Promise<void>;
}

/** Fills a store that is empty, and closes it. */
export type Fill = (store: Store) => Promise<void>;

/** Tables that are not Paperboy's own. */
export const isOwn = (table: string): boolean => !/^(?:sqlite|kysely)/.test(table);

/** In an order that is the same each time. @param but a field that is another each time */
export function sorted(rows: readonly Row[], but = ''): Row[] {
  const inWords = (row: Row) => JSON.stringify({ ...row, [but]: undefined });
  return rows
    .map((row) => ({ row, words: inWords(row) }))
    .sort((a, b) => (a.words < b.words ? -1 : 1))
    .map(({ row }) => row);
}
