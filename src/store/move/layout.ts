/** Which tables a store holds: its own, its shelves, and others. */
import type { BulkTable, Column, LayoutRow } from '../bulk.ts';
import { COLUMNS, MOVING, TABLE_NAMES, type Tables } from '../tables.ts';
import type { Side } from './side.ts';

/** The columns of every table in the database. */
export type Layout = ReadonlyMap<string, readonly LayoutRow[]>;

const SHELF_NAME = /^[a-z][a-z_]*$/;
const SHELF_COLUMNS: readonly Column[] = ['key', 'namespace', 'value'].map((name) => ({
  name,
  type: 'text',
}));
/** Made by Kysely and the drivers, for each database anew. */
const OWN_TO_DATABASE = new Set(['kysely_migration', 'kysely_migration_lock', 'opened', MOVING]);

export async function readLayout({ db, driver }: Side): Promise<Layout> {
  const { rows } = await driver.bulk.layout.execute(db);
  return Map.groupBy(rows, ({ table }) => table);
}

/** The first of the store's own tables that is missing or lacks a column; undefined when all are there. */
export function firstForeign(layout: Layout): string | undefined {
  return ownNames().find((name) => {
    const columns = new Set(layout.get(name)?.map((column) => column.name));
    return !COLUMNS[name].every((column) => columns.has(column));
  });
}

/** The store's own tables, with the types and the keys that they have in this database. */
export function ownTables(layout: Layout): BulkTable[] {
  return ownNames().map((name) => {
    const found = layout.get(name) ?? [];
    const names: readonly string[] = COLUMNS[name];
    const columns = names.flatMap((column) => found.filter((one) => one.name === column));
    const key = columns.filter((column) => column.key > 0).sort((one, other) => one.key - other.key);
    return { name, isShelf: false, columns, key };
  });
}

export function shelfNames(layout: Layout): string[] {
  return [...layout.keys()].filter((name) => isShelf(name, layout)).sort();
}

export function shelfTable(name: string): BulkTable {
  return { name, isShelf: true, columns: SHELF_COLUMNS, key: SHELF_COLUMNS.slice(0, 2) };
}

/** Tables that are not Paperboy's, or that it set aside. */
export function otherNames(layout: Layout): string[] {
  return [...layout.keys()]
    .filter((name) => !TABLE_NAMES.has(name) && !OWN_TO_DATABASE.has(name) && !isShelf(name, layout))
    .sort();
}

function isShelf(name: string, layout: Layout): boolean {
  const columns = new Set(layout.get(name)?.map((column) => column.name));
  return (
    SHELF_NAME.test(name) &&
    !TABLE_NAMES.has(name) &&
    SHELF_COLUMNS.every((column) => columns.has(column.name))
  );
}

const ownNames = () => Object.keys(COLUMNS) as (keyof Tables)[];
