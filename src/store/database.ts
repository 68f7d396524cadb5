/** Access to the store's tables: single statements, and transactions of several. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Kysely, sql, type Transaction } from 'kysely';
import { compileOnce } from './compile-once.ts';
import type { Change, Driver, Heard, StoreKind } from './driver.ts';
import type { Tables } from './tables.ts';

export interface Database {
  readonly kind: StoreKind;
  /** Runs single statements, each of which is atomic. Inside `transact` it throws. */
  readonly db: Kysely<Tables>;
  /**
   * Runs `work` as one transaction: all of its statements are written or none. What `work` throws undoes it and is thrown on.
   * On SQLite everything else in this process waits meanwhile, so `work` awaits nothing but its own statements; `db`, a shelf
   * or another transaction would wait for this one to end, and throws. On Postgres, where transactions run side by side, `work`
   * is run again after a deadlock, so it changes nothing but the store.
   */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** How often a topic was changed, by whichever process. */
  revision(topic: string): Promise<number>;
  /**
   * Calls `heard` after every change of a topic, with the key that changed; without one, anything of it may have changed. On
   * Postgres it hears all processes within a second; on SQLite this one's, and others' changes show in the revision alone. `heard` must
   * not throw. Returns the function that ends it.
   */
  watch(topic: string, heard: Heard): () => void;
  /** Now, in milliseconds since 1970: by the database's clock on Postgres, by this process's on SQLite. */
  now(): number;
}

export interface Tx {
  readonly query: Transaction<Tables>;
  /** Waits until no other transaction holds the lock of this name, and holds it until the commit. */
  lock(name: string): Promise<void>;
  /**
   * Raises a topic's revision and returns it: its row is locked until the commit. Those who watch the topic are then told,
   * with the key where one is given.
   */
  changed(topic: string, key?: string): Promise<number>;
}

/** Whether the code that runs now was called by the work of a transaction. */
const transacting = new AsyncLocalStorage<boolean>();

/** @throws Error when the work of a transaction asks for a second connection, for which it would wait for ever */
export function assertNotInTransaction(): void {
  if (transacting.getStore())
    throw new Error('db, a shelf or transact was used inside transact; use the query that its work is given');
}

export function openDatabase(db: Kysely<Tables>, driver: Driver): Database {
  const run = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const changes: Change[] = [];
    const txOf = (query: Transaction<Tables>): Tx => ({
      query,
      lock: (name) => driver.lock(query, name),
      async changed(topic, key) {
        const revision = await raise(query, topic);
        const change = { topic, key, revision };
        changes.push(change);
        await driver.announce(query, change);
        return revision;
      },
    });
    const result = await db.transaction().execute((query) => transacting.run(true, () => work(txOf(query))));
    driver.committed(changes);
    return result;
  };
  return {
    kind: driver.kind,
    db,
    now: driver.now,
    watch: driver.watch,
    async transact(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await run(work);
        } catch (error) {
          if (tries === MOST_TRIES || !driver.isWorthAnotherTry(error)) throw error;
        }
      }
    },
    async revision(topic) {
      const row = await db
        .selectFrom('revisions')
        .select('value')
        .where('name', '=', topic)
        .executeTakeFirst();
      return row?.value ?? 0;
    },
  };
}

/** A transaction that loses so often to others is not tried again. */
const MOST_TRIES = 5;
const MOST = 2 ** 50;

// A number beyond was damaged, and counting on from it would end.
const raised = compileOnce<{ name: string }, { value: number }>(
  ({ name }) => sql<{ value: number }>`INSERT INTO revisions (name, value) VALUES (${name}, 1)
    ON CONFLICT (name) DO UPDATE
      SET value = CASE WHEN revisions.value BETWEEN 0 AND ${MOST} THEN revisions.value + 1 ELSE 1 END
    RETURNING value`,
);

async function raise(query: Transaction<Tables>, name: string): Promise<number> {
  const { rows } = await query.executeQuery(raised(query, { name }));
  return (rows[0] as { value: number }).value;
}
