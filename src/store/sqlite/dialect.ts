/**
 * Kysely's dialect for Node's own SQLite. A file has one connection, used by one statement or transaction at a time, so that
 * no statement runs inside another's transaction and none waits for a lock that this process holds. What waits for another
 * process's lock lets others have the connection meanwhile, as reading needs no lock.
 */
import { resolve } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { createKeyedMutex } from '../../keyed-mutex.ts';
import { codeOf } from '../../model/errors.ts';
import { assertNotInTransaction } from '../database.ts';
import type { Access } from '../driver.ts';
import type { PortableAdapter } from '../portable-sql.ts';
import { isBusy, storeError } from './failure.ts';
import { sqliteSql } from './portable.ts';

/** Statements kept prepared; a program has some dozens, and lists of different lengths add more. */
const MOST_STATEMENTS = 300;
/** Between two tries of what waits for another process's lock, at most. Milliseconds. */
const LONGEST_PAUSE_MS = 50;

/** The driver takes care of the order itself, and SQLite can undo a CREATE TABLE: Kysely's adapter says neither. */
class NodeSqliteAdapter extends SqliteAdapter implements PortableAdapter {
  readonly portable = sqliteSql;

  override get supportsMultipleConnections(): boolean {
    return true;
  }
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Every error that a statement throws is a `store` error that names the file.
 * @param database waits for no lock by itself: all of the process would wait with it
 * @param patienceMs how long a statement waits for another process's lock before it fails
 */
export function createDialect(database: DatabaseSync, path: string, patienceMs: number): Dialect {
  return {
    createAdapter: () => new NodeSqliteAdapter(),
    createDriver: () => createDriver(database, path, patienceMs),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Stores that one process opens on the same file take turns too. */
const inTurn = createKeyedMutex();
let inMemory = 0;

function createDriver(database: DatabaseSync, path: string, patienceMs: number): Driver {
  const key = path === ':memory:' ? `:memory: ${++inMemory}` : resolve(path);
  let release = () => {};
  /** How many wait for another process's lock, without the connection. */
  let apart = 0;
  const acquire = () =>
    new Promise<void>((acquired) => {
      const turn = () =>
        new Promise<void>((over) => {
          release = over;
          acquired();
        });
      void inTurn(key, turn);
    });
  /** Others have the connection meanwhile, unless a transaction is open on it. */
  const stepAside = async (ms: number): Promise<void> => {
    if (database.isTransaction) return pause(ms);
    apart++;
    release();
    await pause(ms);
    await acquire();
    apart--;
  };
  const patiently: Patiently = async (access, work) => {
    const until = performance.now() + patienceMs;
    for (let ms = 1; ; ms = Math.min(2 * ms, LONGEST_PAUSE_MS)) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() >= until) throw storeError(path, access, error);
      }
      await stepAside(ms);
    }
  };
  const connection = createConnection(database, patiently);
  const run = (sql: string) => patiently('written', () => database.exec(sql));
  return {
    async init() {},
    async acquireConnection() {
      assertNotInTransaction();
      await acquire();
      return connection;
    },
    releaseConnection: async () => release(),
    // A deferred transaction that writes after it read fails as busy whenever another process wrote in between.
    beginTransaction: () => run('BEGIN IMMEDIATE'),
    commitTransaction: () => run('COMMIT'),
    async rollbackTransaction() {
      // A full disk ends the transaction by itself.
      if (database.isTransaction) await run('ROLLBACK');
    },
    async destroy() {
      await acquire();
      // What waits for another process is ended first.
      while (apart > 0) await stepAside(1);
      if (database.isOpen) database.close();
      release();
    },
  };
}

/** Does the work again and again while another process has a lock that it needs. */
type Patiently = <T>(access: Access, work: () => T) => Promise<T>;

function createConnection(database: DatabaseSync, patiently: Patiently): DatabaseConnection {
  const kept = new Map<string, Prepared>();
  const prepared = (sql: string): Prepared => {
    const known = kept.get(sql) ?? prepare(database, sql);
    // The least recently used is the first to go.
    kept.delete(sql);
    kept.set(sql, known);
    if (kept.size > MOST_STATEMENTS) kept.delete(kept.keys().next().value as string);
    return known;
  };
  const execute = <R>({ sql, parameters }: CompiledQuery): QueryResult<R> => {
    const { statement, returnsRows, isRead } = prepared(sql);
    const values = parameters as SQLInputValue[];
    if (isRead) return { rows: readRows(statement, values) as R[] };
    // A change cannot be repeated, so its rows are read in a way that takes every number.
    if (returnsRows) return { rows: readAnyRows(statement, values) as R[] };
    const { changes } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  };
  const executeQuery = <R>(query: CompiledQuery) =>
    patiently(READS.test(query.sql) ? 'read' : 'written', () => execute<R>(query));
  return {
    executeQuery,
    async *streamQuery<R>(query: CompiledQuery) {
      yield await executeQuery<R>(query);
    },
  };
}

const READS = /^\s*(?:select|pragma)\b/i;

interface Prepared {
  statement: StatementSync;
  returnsRows: boolean;
  isRead: boolean;
}

function prepare(database: DatabaseSync, sql: string): Prepared {
  const statement = database.prepare(sql);
  return { statement, returnsRows: statement.columns().length > 0, isRead: READS.test(sql) };
}

type Row = Record<string, unknown>;

/** A damaged number may be larger than a number holds exactly: refused, it would cost the whole answer. */
function readRows(statement: StatementSync, values: SQLInputValue[]): Row[] {
  try {
    return statement.all(...values);
  } catch (error) {
    if (codeOf(error) !== 'ERR_OUT_OF_RANGE') throw error;
    return readAnyRows(statement, values);
  }
}

function readAnyRows(statement: StatementSync, values: SQLInputValue[]): Row[] {
  statement.setReadBigInts(true);
  try {
    return statement.all(...values).map(withNumbers);
  } finally {
    statement.setReadBigInts(false);
  }
}

function withNumbers(row: Row): Row {
  for (const name in row) if (typeof row[name] === 'bigint') row[name] = Number(row[name]);
  return row;
}
