/** Connections to a real server by `pg`: a pool for statements, and one connection more for notifications. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connectionString, connectTimeoutMs } from './address.ts';
import type { Connection, Connections } from './connections.ts';
import { startListening } from './listener.ts';

/** Most servers allow 100 connections; with the one that listens, eight replicas fit. */
const MOST_CONNECTIONS = 10;
/** How long a connection, new or one in use, is waited for. Milliseconds. */
const CONNECT_MS = 10_000;
const IDLE_MS = 30_000;
const CLOSE_MS = 5_000;
/** After this the server ends a statement, and later the client no longer waits for one. Milliseconds. */
const STATEMENT_MS = 60_000;
const ANSWER_MS = STATEMENT_MS + 10_000;
/** A transaction awaits nothing but its own statements: a process that pauses for longer in one was stopped or hangs. */
const PAUSE_MS = 10_000;

/** Set by a statement, as poolers refuse them at the beginning of a connection. */
const SESSION = `SET statement_timeout = ${STATEMENT_MS}; SET idle_in_transaction_session_timeout = ${PAUSE_MS}`;

const INT8 = pg.types.builtins.INT8;
/** Integers of 64 bits are numbers: what Paperboy counts is far below 2^53. */
const types = {
  getTypeParser: ((id: number, format: 'text' | 'binary') =>
    id === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
};

export function openPool(url: string): Connections {
  const config: pg.ClientConfig = {
    connectionString: connectionString(url),
    connectionTimeoutMillis: connectTimeoutMs(url) ?? CONNECT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    // `application_name` in the address takes precedence.
    fallback_application_name: 'paperboy',
    types,
  };
  const pool = new pg.Pool({ ...config, max: MOST_CONNECTIONS, idleTimeoutMillis: IDLE_MS });
  // A connection that breaks is left out of the pool; the statement that runs on it fails, and without one nobody need know.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const prepared = new WeakSet<pg.PoolClient>();
  let ended: Promise<void> | undefined;
  return {
    async acquire() {
      const client = await pool.connect();
      if (prepared.has(client)) return connectionOf(client);
      try {
        await client.query(SESSION);
      } catch (error) {
        client.release(true);
        throw error;
      }
      prepared.add(client);
      return connectionOf(client);
    },
    listen: (channel, listener) => startListening(() => new pg.Client(config), channel, listener),
    close() {
      // A connection on which nothing comes any more would never say that it has ended.
      ended ??= Promise.race([pool.end(), pause(CLOSE_MS, undefined, { ref: false })]);
      return ended;
    },
  };
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function connectionOf(client: pg.PoolClient): Connection {
  return {
    async query(text, values = [], prepare) {
      const named = prepare === undefined ? {} : { name: prepare };
      const { rows, rowCount, command } = await client.query({ text, values: [...values], ...named });
      return { rows, changed: CHANGES.has(command) ? (rowCount ?? 0) : undefined };
    },
    release: (broken) => client.release(broken === 'broken'),
  };
}
