/** Opens the store: one database that holds tables (Kysely) and shelves (Keyv), and brings its schema up to date. */
import { setTimeout as pause } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { seconds } from '../model/counted.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import { type Database, openDatabase } from './database.ts';
import type { Driver } from './driver.ts';
import type { Jobs } from './jobs.ts';
import { migrate } from './migrate.ts';
import { refuseUnfinished } from './move/marks.ts';
import { isPostgresUrl } from './postgres/address.ts';
import { type OnNotice, putTablesBack } from './put-back.ts';
import { type OnUnreadable, openShelves, type StoreShelf } from './shelves.ts';
import { openSqlite } from './sqlite/driver.ts';
import type { FileOptions } from './sqlite/open.ts';
import { type OnStatement, statementLog } from './statements.ts';
import { missingColumn, readTableColumns } from './table-columns.ts';
import { COLUMNS, type Tables } from './tables.ts';

export interface Store extends Database {
  /** How messages name it: the path of its file, or the address of its server without user and password. */
  readonly name: string;
  /** The values kept under a name of letters and underscores. Asking twice gives the same shelf. */
  shelf<T>(name: string): StoreShelf<T>;
  /** Whether the store answers and its jobs can be worked on; `line` says what is wrong and what to do. Never rejects. */
  health(): Promise<Health>;
  /** How long the statement that waits longest has waited for its answer, in milliseconds; 0 when none waits. */
  waitedMs(): number;
  /** Opens the jobs that all processes on the store share; absent where one process does all the work. */
  openJobs?(log: Log): Promise<Jobs>;
  close(): Promise<void>;
}

/** `warning`: what is wrong with the jobs though they can be worked on. */
export type Health = { ok: true; line?: undefined; warning?: string } | { ok: false; line: string };

export interface StoreOptions extends FileOptions {
  /** The process's clock, by which a SQLite store tells the time; `Date.now` when absent. */
  clock?: Clock;
  /** Told of a value on a shelf that cannot be read, once for each; it counts as none. */
  onUnreadable?: OnUnreadable;
  /** Told at opening of a table that was put back, and of a store that a newer version updated. */
  onNotice?: OnNotice;
  /** Told of each statement, for metrics. */
  onStatement?: OnStatement;
}

/**
 * Opens the store of an address and brings its schema up to date.
 * @param url `postgres://...` with the usual parameters, or the path of a SQLite file, which is made with its folder when it is
 * missing; `:memory:` keeps nothing (tests, dry runs)
 * @throws PaperboyError `store` naming the store and what to do, when it cannot be opened, is damaged or another program's, or
 * was made by a newer version with which this one cannot work
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  return openStoreOn(await openDriver(url, options), options);
}

/** Opens the store that a driver leads to, and closes the driver when that fails. */
export async function openStoreOn(driver: Driver, options: StoreOptions = {}): Promise<Store> {
  const { onStatement, onNotice = () => {} } = options;
  const log = onStatement ? { log: statementLog(onStatement) } : {};
  const db = new Kysely<Tables>({ dialect: driver.dialect, ...log });
  const close = async () => {
    await db.destroy();
    await driver.close();
  };
  try {
    await refuseUnfinished(db, driver);
    await migrate(db, driver, onNotice);
    await putTablesBack(db, driver, onNotice);
    const database = openDatabase(db, driver);
    const shelves = openShelves(database, driver, options.onUnreadable);
    let jobs: Jobs | undefined;
    const { openJobs } = driver;
    return {
      ...database,
      name: driver.name,
      shelf: shelves.shelf,
      health: () => checkHealth(database, driver, jobs),
      waitedMs: driver.waitedMs ?? (() => 0),
      ...(openJobs && {
        async openJobs(log) {
          jobs = await openJobs(log);
          return jobs;
        },
      }),
      async close() {
        await shelves.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw driver.failure('opened', error);
  }
}

/** @throws PaperboyError `store` naming the store and what to do */
export async function openDriver(url: string, options: StoreOptions): Promise<Driver> {
  if (!isPostgresUrl(url)) return openSqlite(url, options, options.clock ?? Date.now);
  // Loaded only where it is used: most starts are on SQLite.
  const { openServer } = await import('./postgres/open.ts');
  return openServer(url, options);
}

/** A store that takes longer to answer is said to be out of order. Milliseconds. */
const HEALTH_MS = 3_000;

async function checkHealth(
  { db }: Pick<Database, 'db'>,
  driver: Driver,
  jobs: Jobs | undefined,
): Promise<Health> {
  const over = new AbortController();
  const late = async () => {
    await pause(HEALTH_MS, undefined, { ref: false, signal: over.signal });
    throw driver.failure('read', new Error(`it did not answer within ${seconds(HEALTH_MS)}`));
  };
  try {
    await Promise.race([lookForTables(db, driver), late()]);
    const line = jobs?.trouble();
    if (line !== undefined) return { ok: false, line };
    const warning = jobs?.warning();
    return { ok: true, ...(warning === undefined ? {} : { warning }) };
  } catch (error) {
    return { ok: false, line: messageOf(error) };
  } finally {
    over.abort();
  }
}

/** @throws PaperboyError `store` naming a table or column that is missing. Waits for no lock that is held on a table. */
async function lookForTables(db: Database['db'], { failure }: Driver): Promise<void> {
  const there = await readTableColumns(db);
  for (const table of Object.keys(COLUMNS) as (keyof Tables)[]) {
    const found = there.get(table);
    const column = missingColumn(table, found);
    if (column === undefined) continue;
    const what = found ? `the column ${column} of the table ${table}` : `the table ${table}`;
    throw failure('read', new Error(`${what} is missing`));
  }
}
