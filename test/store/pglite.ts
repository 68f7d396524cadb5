/** PGlite as the connections of a store: Postgres inside this process, with one connection that all stores take in turn. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { createKeyedMutex } from '../../src/keyed-mutex.ts';
import type { Connection, Connections } from '../../src/store/postgres/connections.ts';

/** An empty database: making one takes some seconds, and reading it a fraction of one. */
const EMPTY = new URL('../../node_modules/.cache/paperboy/pglite-0.5.16.tar', import.meta.url);

export async function startPglite(): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  const kept = readEmpty();
  if (kept !== undefined) return PGlite.create({ loadDataDir: new Blob([kept]) });
  const made = await PGlite.create();
  const dump = await made.dumpDataDir('none');
  const path = fileURLToPath(EMPTY);
  mkdirSync(new URL('.', EMPTY), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
  renameSync(`${path}.${process.pid}`, path);
  return made;
}

function readEmpty(): Buffer<ArrayBuffer> | undefined {
  try {
    return readFileSync(EMPTY);
  } catch {
    return undefined;
  }
}

/** @param schema where the tables of the store are: several stores, each in its own, can use one PGlite */
export function connectionsTo(pglite: PGlite, schema: string): Connections {
  const acquire = () => acquireFor(pglite, schema);
  return {
    acquire,
    listen(channel, listener) {
      const listening = (async () => {
        // Not inside a transaction of another store, which might be undone.
        const connection = await acquire();
        const stop = await pglite.listen(channel, (payload) => listener.heard(payload));
        connection.release();
        listener.connected();
        return stop;
      })();
      return {
        async stop() {
          const stop = await listening;
          const connection = await acquire();
          await stop();
          connection.release();
        },
      };
    },
    async close() {},
  };
}

/** Integers of 64 bits, by the number of their type, as the pool reads them. */
const NUMBERS = { 20: Number };
const inTurn = createKeyedMutex();

function acquireFor(pglite: PGlite, schema: string): Promise<Connection> {
  return new Promise((acquired, failed) => {
    const turn = () =>
      new Promise<void>((over) => {
        const connection: Connection = {
          async query(text, values = []) {
            const { rows, affectedRows } = await pglite.query(text, [...values], { parsers: NUMBERS });
            return { rows, changed: affectedRows };
          },
          release: () => over(),
        };
        pglite.query(`SET search_path TO "${schema}"`).then(
          () => acquired(connection),
          (error) => {
            failed(error);
            over();
          },
        );
      });
    void inTurn('pglite', turn);
  });
}
