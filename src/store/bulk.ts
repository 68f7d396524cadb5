/** The interface for reading and writing whole tables, which each driver brings so that a store can be moved. */
import type { Kysely, RawBuilder } from 'kysely';
import type { Tables } from './tables.ts';

/** Integers are decimal text, so that also a damaged one stays exactly what it is. */
export type Value = string | number | Uint8Array | null;

/** The values of a table's columns, in their order, the same on every database. */
export type Row = readonly Value[];

/** The key of a row, column by column, as text that keeps every byte. */
export type Position = readonly string[];

export interface Column {
  name: string;
  type: 'text' | 'integer' | 'real' | 'bytes';
}

export interface BulkTable {
  name: string;
  /** A shelf: its columns are the key, the namespace and the value. */
  isShelf: boolean;
  columns: readonly Column[];
  /** The columns of its primary key, in their order. */
  key: readonly Column[];
}

/** A column of any table in the database; `key` is its place in the primary key, from 1, or 0. */
export interface LayoutRow extends Column {
  table: string;
  key: number;
}

type Db = Kysely<Tables>;

export interface Bulk {
  /** Identifies the database, whichever address led to it. */
  place(db: Db): Promise<string>;
  /** The columns of all tables that the store's own are among. */
  readonly layout: RawBuilder<LayoutRow>;
  /** A column as rows are ordered by it, and not what a SELECT calls by its name. */
  ordered(table: BulkTable, column: Column): RawBuilder<unknown>;
  /** A column's value, read exactly. */
  exactly(table: BulkTable, column: Column): RawBuilder<unknown>;
  /** A key column's value as text that keeps every byte. */
  asPosition(table: BulkTable, column: Column): RawBuilder<string>;
  /** The value of such a text, to compare the column with. */
  fromPosition(column: Column, position: string): RawBuilder<unknown>;
  /** Whether a row can be read by its key at all. */
  isReachable(table: BulkTable): RawBuilder<boolean>;
  /** A row as it is stored here, in the form that is the same on every database, and the way back. */
  fromStored(table: BulkTable, row: Row): Row;
  /** A text of a table as it can be stored here. */
  asStorable(table: BulkTable, text: string): string;
  /** Inserts rows as `fromStored` returned them. One that is there already stays. */
  insert(db: Db, table: BulkTable, rows: readonly Row[]): Promise<void>;
  clear(db: Db, table: BulkTable): Promise<void>;
  /** After much was written: what the database should know of the table for its plans. */
  settle(db: Db, table: BulkTable): Promise<void>;
}
