/**
 * Reserves the times at which a host may be asked, and claims work for one process. Kept in a table of the store, so that all
 * processes on it share one rate limit: giving a turn only once needs a transaction.
 */
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { indexable } from '../store/indexable.ts';

export type Locks = ReturnType<typeof openLocks>;

/** No host asks for a longer wait: a later time is damaged, or was written before the clock was set back. */
const MOST_AHEAD_MS = 7 * 24 * 3_600_000;

/** Names of work hold addresses, of any length. */
const claimOf = (name: string) => indexable(`claim ${name}`);

export function openLocks({ db, transact }: Database) {
  return {
    /**
     * Reserves the next turn at `name` and returns its moment; turns are `gapMs` apart. With `patienceMs`, undefined when
     * the turn would be later than that, and none is taken.
     */
    take: (name: string, now: number, gapMs: number, patienceMs = Number.POSITIVE_INFINITY) =>
      transact(async ({ query, lock }) => {
        await lock(`turns ${name}`);
        const turn = query.selectFrom('turns').select('open_at').where('name', '=', name);
        const openAt = (await turn.executeTakeFirst())?.open_at ?? 0;
        const at = openAt > now + MOST_AHEAD_MS ? now : Math.max(now, openAt);
        if (at - now > patienceMs) return undefined;
        const open_at = at + gapMs;
        await query
          .insertInto('turns')
          .values({ name, open_at })
          .onConflict((on) => on.column('name').doUpdateSet({ open_at }))
          .execute();
        return at;
      }),
    /** Gives no turn before `until`, as the host asked. */
    async hold(name: string, until: number): Promise<void> {
      const later = sql<number>`CASE WHEN turns.open_at > ${until} THEN turns.open_at ELSE ${until} END`;
      await db
        .insertInto('turns')
        .values({ name, open_at: until })
        .onConflict((on) => on.column('name').doUpdateSet({ open_at: later }))
        .execute();
    },
    /** Claims the work called `name` until `until`; false while another process has it. */
    async claim(name: string, now: number, until: number): Promise<boolean> {
      const isFree = sql<boolean>`turns.open_at <= ${now} OR turns.open_at > ${until + (until - now)}`;
      const claimed = await db
        .insertInto('turns')
        .values({ name: claimOf(name), open_at: until })
        .onConflict((on) => on.column('name').doUpdateSet({ open_at: until }).where(isFree))
        .returning('name')
        .executeTakeFirst();
      return claimed !== undefined;
    },
    /** Releases what was claimed until `until`; another process's later claim stays. */
    async release(name: string, until: number): Promise<void> {
      await db
        .updateTable('turns')
        .set({ open_at: 0 })
        .where('name', '=', claimOf(name))
        .where('open_at', '=', until)
        .execute();
    },
  };
}
