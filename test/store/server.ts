/** The PostgreSQL server that tests and proofs use where one answers. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A server on which the user may create schemas. */
export const SERVER = process.env.PAPERBOY_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/';
/** Where no server is, this is told at once; one that is there is given so long on a busy machine. Milliseconds. */
const REACH_MS = 30_000;

export const noServer: string | undefined = await reasonAgainstServer();

/** Of each store in a schema of the tests: many are open at once, and a usual server has 100 connections. */
const FEW_CONNECTIONS = 3;

/** A schema of the test server, with the address of a store in it. */
export async function createSchema(
  connections = FEW_CONNECTIONS,
): Promise<{ url: string; schema: string; drop(): Promise<unknown> }> {
  const schema = newName();
  await onServer(`CREATE SCHEMA "${schema}"`);
  const url = new URL(SERVER);
  url.searchParams.set('connection_limit', String(connections));
  // No test stops the server, so none needs its commits to be on the disk, which take most of a small one's time.
  url.searchParams.set('options', `-c synchronous_commit=off -c search_path=${schema}`);
  return {
    url: url.href.replaceAll('+', '%20'),
    schema,
    drop: () => onServer(`DROP SCHEMA IF EXISTS "${schema}_jobs", "${schema}" CASCADE`),
  };
}

export async function onServer(text: string, url = SERVER): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: REACH_MS });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

export const newName = () => `paperboy_test_${process.pid}_${randomBytes(4).toString('hex')}`;

async function reasonAgainstServer(): Promise<string | undefined> {
  try {
    await onServer('SELECT 1');
    return undefined;
  } catch {
    return 'no PostgreSQL server answers; PAPERBOY_TEST_POSTGRES names one';
  }
}
