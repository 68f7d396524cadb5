/** Kysely's dialect for Postgres: statements are prepared, broken connections are closed, and errors name the store. */
import { createHash } from 'node:crypto';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type TableMetadata,
} from 'kysely';
import { assertNotInTransaction } from '../database.ts';
import type { Access } from '../driver.ts';
import type { PortableAdapter } from '../portable-sql.ts';
import type { Connection, Connections } from './connections.ts';
import { isConnectionLost } from './failure.ts';
import { postgresSql } from './portable.ts';
import { storableParameter } from './storable.ts';

class PaperboyPostgresAdapter extends PostgresAdapter implements PortableAdapter {
  readonly portable = postgresSql;
}

/** Turns anything thrown into a `store` error. */
type Failure = (access: Access, error: unknown, isSent?: boolean) => Error;

export function createDialect(connections: Connections, failure: Failure): Dialect {
  return {
    createAdapter: () => new PaperboyPostgresAdapter(),
    createDriver: () => createDriver(connections, failure),
    createIntrospector: (db) => new OwnTables(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** The tables of the store's own schema. Kysely looks at all schemas, and fails when one is dropped meanwhile. */
class OwnTables extends PostgresIntrospector {
  // biome-ignore lint/suspicious/noExplicitAny: as Kysely has it.
  private readonly db: Kysely<any>;

  // biome-ignore lint/suspicious/noExplicitAny: as Kysely has it.
  constructor(db: Kysely<any>) {
    super(db);
    this.db = db;
  }

  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ schema: string; name: string }>`
      SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname = current_schema()`.execute(
      this.db,
    );
    return rows.map((table) => ({ ...table, isView: false, isForeign: false, columns: [] }));
  }
}

class Taken implements DatabaseConnection {
  private readonly connection: Connection;
  private readonly failure: Failure;
  private isBroken = false;
  private isInTransaction = false;

  constructor(connection: Connection, failure: Failure) {
    this.connection = connection;
    this.failure = failure;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery) {
    try {
      const values = parameters.map(storableParameter);
      const { rows, changed } = await this.connection.query(sql, values, nameOf(sql, values.length));
      return {
        rows: rows as R[],
        ...(changed === undefined ? {} : { numAffectedRows: BigInt(changed) }),
      };
    } catch (error) {
      this.isBroken ||= isConnectionLost(error);
      const isRead = READS.test(sql);
      throw this.failure(isRead ? 'read' : 'written', error, !isRead && !this.isInTransaction);
    }
  }

  async *streamQuery<R>(query: CompiledQuery) {
    yield await this.executeQuery<R>(query);
  }

  private run(sql: string): Promise<unknown> {
    return this.executeQuery({ sql, parameters: [] } as unknown as CompiledQuery);
  }

  async begin(): Promise<void> {
    this.isInTransaction = true;
    await this.run('BEGIN');
  }

  async commit(): Promise<void> {
    this.isInTransaction = false;
    await this.run('COMMIT');
  }

  /** A connection that cannot undo is of no use, and closing it undoes too. */
  async rollback(): Promise<void> {
    this.isInTransaction = false;
    if (this.isBroken) return;
    await this.run('ROLLBACK').catch(() => {
      this.isBroken = true;
    });
  }

  release(): void {
    this.connection.release(this.isBroken ? 'broken' : undefined);
  }
}

function createDriver(connections: Connections, failure: Failure): Driver {
  return {
    async init() {},
    async acquireConnection() {
      assertNotInTransaction();
      try {
        return new Taken(await connections.acquire(), failure);
      } catch (error) {
        throw failure('read', error);
      }
    },
    releaseConnection: async (connection) => (connection as Taken).release(),
    beginTransaction: (connection) => (connection as Taken).begin(),
    commitTransaction: (connection) => (connection as Taken).commit(),
    rollbackTransaction: (connection) => (connection as Taken).rollback(),
    // The driver of the store closes the connections.
    async destroy() {},
  };
}

const READS = /^\s*(?:select|show)\b/i;

/** Statements with a `*` are not kept prepared: they fail once another process has added a column. */
const OF_ALL_COLUMNS = /(?<!\()\*/;
/** The program has some hundred statements. */
const MOST_NAMES = 500;
const names = new Map<string, string | undefined>();

function nameOf(sql: string, parameters: number): string | undefined {
  if (parameters === 0) return undefined;
  if (names.has(sql)) return names.get(sql);
  const isKept = names.size < MOST_NAMES && !OF_ALL_COLUMNS.test(sql);
  const name = isKept ? `p${createHash('sha1').update(sql).digest('hex').slice(0, 20)}` : undefined;
  if (names.size < MOST_NAMES) names.set(sql, name);
  return name;
}
