/** Access to the store's tables: single statements, and transactions of several. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export interface Database {
  /** Runs single statements, each of which is atomic. Inside `transact` it throws. */
  readonly db: Kysely<Tables>;
  /**
   * Runs `work` as one transaction: all of its statements are written or none. What `work` throws undoes it and is thrown on.
   * Everything else in this process waits meanwhile, so `work` awaits nothing but its own statements; `db`, a shelf or
   * another transaction would wait for this one to end, and throws.
   */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** How often a topic was changed, by whichever process. */
  revision(topic: string): Promise<number>;
}

export interface Tx {
  readonly query: Transaction<Tables>;
  /** Raises a topic's revision and returns it: its row is locked until the commit. */
  changed(topic: string): Promise<number>;
}

/** Whether the code that runs now was called by the work of a transaction. */
const transacting = new AsyncLocalStorage<boolean>();

/** @throws Error when the work of a transaction asks for a second connection, for which it would wait for ever */
export function assertNotInTransaction(): void {
  if (transacting.getStore())
    throw new Error('db, a shelf or transact was used inside transact; use the query that its work is given');
}

export function openDatabase(db: Kysely<Tables>): Database {
  return {
    db,
    transact: (work) =>
      db
        .transaction()
        .execute((query) =>
          transacting.run(true, () => work({ query, changed: (topic) => raise(query, topic) })),
        ),
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

const MOST = 2 ** 50;

async function raise(query: Transaction<Tables>, name: string): Promise<number> {
  // A number beyond was damaged, and counting on from it would end.
  const next = sql<number>`CASE WHEN revisions.value BETWEEN 0 AND ${MOST} THEN revisions.value + 1 ELSE 1 END`;
  const { value } = await query
    .insertInto('revisions')
    .values({ name, value: 1 })
    .onConflict((on) => on.column('name').doUpdateSet({ value: next }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}
