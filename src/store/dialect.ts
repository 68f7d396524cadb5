/** Runs Kysely on Node's own SQLite: a statement cache, transactions that take the write lock at once, errors that name the file. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { storeError } from './failure.ts';

/** Statements kept prepared; a program has some dozens, and lists of different lengths add a few. */
const MOST_STATEMENTS = 300;

/** Prepares a statement once; every error it throws is a `store` error that names the file. */
export type Prepare = (sql: string) => SqliteStatement;

export function createPrepare(database: DatabaseSync, path: string): Prepare {
  const kept = new Map<string, SqliteStatement>();
  return (sql) => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    // A deferred transaction that writes after it read fails as busy whenever another process wrote in between.
    const prepared = guarded(path, 'read', () => database.prepare(sql === 'begin' ? 'begin immediate' : sql));
    const statement = toStatement(prepared, path);
    if (kept.size >= MOST_STATEMENTS) kept.clear();
    kept.set(sql, statement);
    return statement;
  };
}

function toStatement(statement: StatementSync, path: string): SqliteStatement {
  const reader = statement.columns().length > 0;
  // A damaged number may be larger than a number holds exactly: read as it is, it would cost the whole answer.
  if (reader) statement.setReadBigInts(true);
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader,
    all: (parameters) => guarded(path, 'read', () => statement.all(...values(parameters)).map(withNumbers)),
    run: (parameters) => guarded(path, 'written', () => statement.run(...values(parameters))),
    iterate: (parameters) => guarded(path, 'read', () => statement.iterate(...values(parameters))),
  };
}

function withNumbers(row: Record<string, unknown>): Record<string, unknown> {
  for (const name in row) if (typeof row[name] === 'bigint') row[name] = Number(row[name]);
  return row;
}

function guarded<T>(path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(path, what, error);
  }
}

/** SQLite can undo a CREATE TABLE; Kysely's adapter does not say so, and would migrate without a transaction. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** The connection stays its opener's to close. */
export function createDialect(prepare: Prepare): SqliteDialect {
  const database: SqliteDatabase = { prepare, close() {} };
  return new NodeSqliteDialect({ database });
}
