/** Connections to a real server by `pg`: a pool for statements, and one connection more for notifications. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connectionLimit, connectionString, connectTimeoutMs } from './address.ts';
import type { Connection, Connections } from './connections.ts';
import { startListening } from './listener.ts';

/** A replica uses 16 with the 4 of jobs and the 2 that listen. Most servers allow 100, 3 of them reserved: six replicas fit. */
export const MOST_CONNECTIONS = 10;
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
  const max = connectionLimit(url) ?? MOST_CONNECTIONS;
  const pool = new pg.Pool({ ...config, max, idleTimeoutMillis: IDLE_MS });
  // A connection that breaks is left out of the pool; the statement that runs on it fails, and without one nobody need know.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const prepared = new WeakSet<pg.PoolClient>();
  const connect = async () => {
    const client = await pool.connect();
    try {
      if (!prepared.has(client)) await client.query(SESSION);
      prepared.add(client);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  const uses = createUses();
  let ended: Promise<void> | undefined;
  return {
    acquire: () => uses.count(async (over) => connectionOf(await connect(), over)),
    listen: (channel, listener) => startListening(() => new pg.Client(config), channel, listener),
    close() {
      // The pool would forget those who wait for a connection. And a connection on which nothing comes any more never ends.
      ended ??= within(uses.allOver()).then(() => within(pool.end()));
      return ended;
    },
  };
}

async function within(work: Promise<void>): Promise<void> {
  await Promise.race([work, pause(CLOSE_MS, undefined, { ref: false })]);
}

/** Counts what is in use, so that closing can wait for it. */
function createUses() {
  let count = 0;
  let tell = () => {};
  const over = () => {
    count--;
    if (count === 0) tell();
  };
  return {
    /** Gives the use a function that ends it; one that fails is over. */
    async count<T>(begin: (over: () => void) => Promise<T>): Promise<T> {
      count++;
      try {
        return await begin(over);
      } catch (error) {
        over();
        throw error;
      }
    },
    allOver: () =>
      new Promise<void>((resolve) => {
        tell = resolve;
        if (count === 0) resolve();
      }),
  };
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function connectionOf(client: pg.PoolClient, over: () => void): Connection {
  return {
    async query(text, values = [], prepare) {
      const named = prepare === undefined ? {} : { name: prepare };
      const { rows, rowCount, command } = await client.query({ text, values: [...values], ...named });
      return { rows, changed: CHANGES.has(command) ? (rowCount ?? 0) : undefined };
    },
    release(broken) {
      client.release(broken === 'broken');
      over();
    },
  };
}
