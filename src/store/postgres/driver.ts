/** The driver for Postgres: a pool of connections, locks and notifications by the server, and its clock. */
import { type Kysely, sql } from 'kysely';
import { PaperboyError } from '../../model/errors.ts';
import type { Driver } from '../driver.ts';
import type { Tables } from '../tables.ts';
import { assertAlone } from './alone.ts';
import { postgresBulk } from './bulk.ts';
import { startServerClock } from './clock.ts';
import type { Connections } from './connections.ts';
import { createDialect } from './dialect.ts';
import { isWorthAnotherTry, postgresError } from './failure.ts';
import { openShelf } from './shelf.ts';
import { measureWaits } from './waits.ts';
import { channelOf, createWatching, payloadOf } from './watch.ts';

/** The oldest version with everything that is used, by `server_version_num`; pg-boss asks for it too. */
const OLDEST = 130_000;

const WAYS = {
  elsewhere: 'set STORE_URL to another database',
  restore: 'Restore a backup of the database, or set STORE_URL to an empty one to start fresh.',
};

/**
 * @param name of the store, without user and password
 * @param options `alone` refuses a store that another process has open
 * @throws PaperboyError `store` naming the store and what to do; the connections are closed then
 */
export async function openPostgres(
  connections: Connections,
  name: string,
  options: { alone?: boolean } = {},
): Promise<Driver> {
  try {
    return await createDriver(connections, name, options);
  } catch (error) {
    await connections.close();
    throw postgresError(name, 'opened', error);
  }
}

async function createDriver(
  connections: Connections,
  name: string,
  { alone = false }: { alone?: boolean },
): Promise<Driver> {
  const schema = await checkServer(connections, name);
  if (alone) await assertAlone(connections, schema, name);
  const { measured, waitedMs } = measureWaits(connections);
  const clock = await startServerClock(connections);
  const { watch, stop } = createWatching(connections, schema);
  return {
    kind: 'postgres',
    name,
    ways: WAYS,
    schema,
    dialect: createDialect(measured, (...failed) => postgresError(name, ...failed)),
    now: clock.now,
    waitedMs,
    failure: (access, error) => postgresError(name, access, error),
    isWorthAnotherTry,
    lock: (query, lock) => takeLock(query, `${schema} ${lock}`),
    async announce(query, change) {
      await sql`SELECT pg_notify(${channelOf(schema)}, ${payloadOf(change)})`.execute(query);
    },
    committed() {},
    watch,
    openShelf: (db, table) => openShelf(db, schema, table),
    bulk: postgresBulk,
    async close() {
      clock.stop();
      await stop();
      await connections.close();
    },
  };
}

interface ServerFacts {
  number: number;
  version: string;
  encoding: string;
  schema: string | null;
}

/** Checks the server, and returns the schema in which the tables are. */
async function checkServer(connections: Connections, name: string): Promise<string> {
  const connection = await connections.acquire();
  try {
    const { rows } = await connection.query(
      "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version, current_setting('server_encoding') AS encoding, current_schema() AS schema",
    );
    const { number, version, encoding, schema } = rows[0] as ServerFacts;
    if (number < OLDEST) {
      throw new PaperboyError(
        'store',
        `The store ${name} runs on PostgreSQL ${version}, which is too old. Use version ${OLDEST / 10_000} or newer.`,
      );
    }
    if (encoding !== 'UTF8') {
      throw new PaperboyError(
        'store',
        `The store ${name} could not be opened: the database's encoding is ${encoding}, which can't hold every paper. Create one with UTF8 (\`createdb --encoding=UTF8 --locale=C --template=template0\`), and set STORE_URL to it.`,
      );
    }
    if (schema === null) throw Object.assign(new Error('no schema'), { code: '3F000' });
    return schema;
  } finally {
    connection.release();
  }
}

/** Locks are the whole database's; names are as long as they need to be. */
async function takeLock(query: Kysely<Tables>, name: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(query);
}
