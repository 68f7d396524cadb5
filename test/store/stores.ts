/**
 * The stores that suites run on: SQLite, and Postgres, which is a real server where one answers and else PGlite, inside this process.
 * PGlite has one connection, so locks and races are tested on the server alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, describe } from 'vitest';
import { NEWEST } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres/driver.ts';
import { openStore, openStoreOn, type Store, type StoreOptions } from '../../src/store/store.ts';
import { because } from '../skip.ts';
import { connectionsTo, startPglite } from './pglite.ts';
import { createSchema, newName, noServer, onServer } from './server.ts';

export type StoreName = 'SQLite' | 'PGlite' | 'Postgres';

/** Where stores are opened: a file, or a schema of a database. */
export interface Place {
  /** The path or address to open. PGlite has none. */
  url: string;
  /** Opens it once more, as another process would; what is open at the end of a test is closed. */
  open(options?: StoreOptions): Promise<Store>;
}

export interface Stores {
  name: StoreName;
  /** A new and empty place, deleted after the test. */
  newPlace(): Promise<Place>;
  /** A store on a new place that nobody else opens. */
  open(options?: StoreOptions): Promise<Store>;
}

/** Describes a suite once for each store; PGlite stands in for a server where none answers. */
export function describeOnStores(
  title: string,
  body: (stores: Stores) => void,
  names: readonly StoreName[] = ['SQLite', 'PGlite', 'Postgres'],
): void {
  for (const name of names) {
    if (name === 'PGlite' && noServer === undefined) continue;
    const reason = reasonAgainst(name);
    describe.skipIf(reason !== undefined)(because(`${title} on ${name}`, reason), () => {
      const ends: (() => Promise<unknown>)[] = [];
      afterEach(async () => {
        for (const end of ends.splice(0).reverse()) await end();
      });
      afterAll(async () => {
        for (const place of free[name].splice(0)) await place.drop();
      });
      const newPlace = async () => {
        const place = free[name].pop() ?? (await makePlace(name));
        ends.push(async () => {
          if ((await place.clear?.()) === true) free[name].push(place);
          else await place.drop();
        });
        const open = async (options: StoreOptions = {}) => {
          const store = await place.open(options);
          ends.push(() => store.close());
          return store;
        };
        return { url: place.url, open };
      };
      body({
        name,
        newPlace,
        async open(options = {}) {
          if (name !== 'SQLite') return (await newPlace()).open(options);
          const store = await openStore(':memory:', options);
          ends.push(() => store.close());
          return store;
        },
      });
    });
  }
}

/** Why nothing can be tested on a store; undefined where it can. */
export function reasonAgainst(name: StoreName): string | undefined {
  return name === 'Postgres' ? noServer : undefined;
}

export interface MadePlace {
  url: string;
  /** Whoever opens a store closes it, before the place is dropped. */
  open(options?: StoreOptions): Promise<Store>;
  /** Empties all tables, which is faster than making them anew; false where something else was left behind. */
  clear?(): Promise<boolean>;
  drop(): Promise<unknown>;
}

/** Emptied places, to be used again by the same suite. */
const free: Record<StoreName, MadePlace[]> = { SQLite: [], PGlite: [], Postgres: [] };

/** A new and empty place. */
export function makePlace(name: StoreName): Promise<MadePlace> {
  return MAKE[name]();
}

const MAKE: Record<StoreName, () => Promise<MadePlace>> = {
  async SQLite() {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
    const url = join(folder, 's.sqlite');
    return {
      url,
      open: (options) => openStore(url, options),
      drop: async () => rmSync(folder, { recursive: true }),
    };
  },
  async PGlite() {
    const pglite = await sharedPglite();
    const schema = newName();
    await pglite.exec(`CREATE SCHEMA "${schema}"`);
    return {
      url: '',
      open: async (options) =>
        openStoreOn(await openPostgres(connectionsTo(pglite, schema), `pglite://${schema}`), options),
      clear: () => isCleared(pglite.exec(clearing(schema))),
      drop: () => pglite.exec(`DROP SCHEMA "${schema}" CASCADE`),
    };
  },
  Postgres: async () => {
    const { url, schema, drop } = await createSchema();
    return {
      url,
      open: (options) => openStore(url, options),
      clear: () => isCleared(onServer(clearing(schema))),
      drop,
    };
  },
};

/** Deletes all rows but those about migrations; fails where a test made a function or another schema. */
const clearing = (schema: string) => `DO $$ DECLARE name text; BEGIN
  IF EXISTS (SELECT 1 FROM pg_proc WHERE pronamespace = '"${schema}"'::regnamespace)
    OR (SELECT count(*) FROM "${schema}".kysely_migration) <> ${Number.parseInt(NEWEST, 10)} THEN
    RAISE EXCEPTION 'something was left behind';
  END IF;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '${schema}' AND tablename NOT LIKE 'kysely%' LOOP
    EXECUTE format('DELETE FROM "${schema}".%I', name);
  END LOOP; END $$`;

function isCleared(clearing: Promise<unknown>): Promise<boolean> {
  return clearing.then(
    () => true,
    () => false,
  );
}

let pglite: Promise<PGlite> | undefined;

/** One for each process: it takes some hundred megabytes, and a second to start. */
function sharedPglite(): Promise<PGlite> {
  pglite ??= startPglite();
  return pglite;
}
