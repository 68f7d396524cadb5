/** The interface of a database driver: what SQLite and Postgres each bring so that one store runs on both. */
import type { KeyvStorageAdapter } from 'keyv';
import type { Dialect, Kysely, RawBuilder } from 'kysely';
import type { PaperboyError } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import type { Bulk } from './bulk.ts';
import type { Jobs } from './jobs.ts';
import type { Tables } from './tables.ts';

export type StoreKind = 'sqlite' | 'postgres';

/** How an error names what the store was doing: it could not be opened, read or written. */
export type Access = 'opened' | 'read' | 'written';

/** A topic that a transaction changed; without a key, anything of it may have changed. */
export interface Change {
  topic: string;
  key: string | undefined;
  /** The topic's revision since. */
  revision: number;
}

/** Told of changes of a topic, by key where one was named; it must not throw. */
export type Heard = (key: string | undefined) => void;

export interface Driver {
  readonly kind: StoreKind;
  /** How messages name the store: the path of its file, or its address without user and password. */
  readonly name: string;
  /** What a person can do: use another store, as the end of a sentence, or get a damaged one back, as a whole one. */
  readonly ways: { elsewhere: string; restore: string };
  /** The schema of the database in which the tables are; absent where there are no schemas. */
  readonly schema?: string;
  /** The dialect of Kysely. Its adapter is a `PortableAdapter`, and every error that a statement throws is a `store` error. */
  readonly dialect: Dialect;
  /** Now, in milliseconds since 1970, by the clock that all processes on the store share. */
  now(): number;
  /** How long what waits longest for the database has waited, in milliseconds; absent where statements run at once. */
  waitedMs?(): number;
  /** Wraps anything thrown as a `store` error that names the store and what to do. */
  failure(access: Access, error: unknown): PaperboyError;
  /** Whether the same transaction can succeed when it is run again, as after a deadlock. */
  isWorthAnotherTry(error: unknown): boolean;
  /** Inside a transaction: waits for the lock of this name and holds it to the end. */
  lock(query: Kysely<Tables>, name: string): Promise<void>;
  /** Inside a transaction, right after a topic was changed. */
  announce(query: Kysely<Tables>, change: Change): Promise<void>;
  /** After the commit of a transaction that changed topics. */
  committed(changes: readonly Change[]): void;
  watch(topic: string, heard: Heard): () => void;
  /** Opens the table of a shelf, and makes it when it is missing. */
  openShelf(db: Kysely<Tables>, table: string): ShelfTable;
  /** Reads and writes whole tables, to move a store. */
  readonly bulk: Bulk;
  /** Opens the jobs that all processes on the store share; absent where one process does all the work. */
  openJobs?(log: Log): Promise<Jobs>;
  close(): Promise<void>;
}

/** The table of a shelf, for Keyv and for merging rows in a transaction. */
export interface ShelfTable {
  readonly adapter: KeyvStorageAdapter;
  /** Resolves once the table is there; rejects when it could not be made. */
  ready(): Promise<void>;
  /** What Keyv writes where there is no namespace. */
  readonly namespace: '' | null;
  /** The columns by which a row is the same one, after ON CONFLICT. */
  readonly conflict: RawBuilder<unknown>;
  /** After the SELECT of rows that are merged: keeps others from writing them until the end of the transaction. */
  readonly rowLock: RawBuilder<unknown>;
  /** After DO UPDATE, where others may have made rows since: updates those alone that were there when the keys were read. */
  onlyKnown(keys: readonly string[]): RawBuilder<unknown>;
  /** How a key stands in its column, and a value beside it. */
  storedKey(key: string): string;
  storedValue(key: string, text: string): string;
  /** Keeps other merges of these keys, as they are stored, waiting until the end of the transaction. */
  lockKeys(query: Kysely<Tables>, keys: readonly string[]): Promise<void>;
}
