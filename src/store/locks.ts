/**
 * Reserves the times at which a host may be asked, and claims work for one process. Kept in a table of the store, so that all
 * processes on it share one rate limit. Each change is one statement, so that no two processes are given the same.
 */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { indexable } from './indexable.ts';

export type Locks = ReturnType<typeof openLocks>;

/** No host asks for a longer wait: a later time is damaged, or was written before the clock was set back. */
const MOST_AHEAD_MS = 7 * 24 * 3_600_000;
/** A turn or claim that was free for so long is forgotten, which leaves it free. Milliseconds. */
const KEEP_MS = 3_600_000;
/** An end for waits without one. */
const NEVER = Number.MAX_SAFE_INTEGER;

const turnOf = (name: string) => indexable(name);
/** Names of work hold addresses, of any length. */
const claimOf = (name: string) => indexable(`claim ${name}`);

export function openLocks({ db }: Pick<Database, 'db'>) {
  return {
    /**
     * Reserves the next turn at `name` and returns its moment; turns are `gapMs` apart. With `patienceMs`, undefined when
     * the turn would be later than that, and none is taken.
     */
    async take(name: string, now: number, gapMs: number, patienceMs = Number.POSITIVE_INFINITY) {
      const next = sql<number>`CASE WHEN turns.open_at > ${now + MOST_AHEAD_MS} OR turns.open_at < ${now}
        THEN ${now} ELSE turns.open_at END`;
      const end = Math.min(now + patienceMs, NEVER);
      const taken = await db
        .insertInto('turns')
        .values({ name: turnOf(name), open_at: now + gapMs })
        .onConflict((on) =>
          on
            .column('name')
            .doUpdateSet({ open_at: sql<number>`${next} + ${gapMs}` })
            .where(sql<boolean>`${next} <= ${end}`),
        )
        .returning('open_at')
        .executeTakeFirst();
      return taken && taken.open_at - gapMs;
    },
    /** The moment of the turn that would be given now. It may be given to another process meanwhile. */
    async nextTurn(name: string, now: number): Promise<number> {
      const turn = db.selectFrom('turns').select('open_at').where('name', '=', turnOf(name));
      const at = (await turn.executeTakeFirst())?.open_at ?? now;
      return at > now + MOST_AHEAD_MS ? now : Math.max(now, at);
    },
    /** Gives no turn before `until`, as the host asked. */
    async hold(name: string, until: number): Promise<void> {
      const later = sql<number>`CASE WHEN turns.open_at > ${until} THEN turns.open_at ELSE ${until} END`;
      await db
        .insertInto('turns')
        .values({ name: turnOf(name), open_at: until })
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
    /** Lengthens what was claimed until `until`; false when the claim has ended and another process has made its own. */
    async renew(name: string, until: number, newUntil: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('turns')
        .set({ open_at: newUntil })
        .where('name', '=', claimOf(name))
        .where('open_at', '=', until)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
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
    /** Forgets turns and claims that nobody waits for. */
    async prune(now: number): Promise<void> {
      await db
        .deleteFrom('turns')
        .where('open_at', '<', now - KEEP_MS)
        .execute();
    },
  };
}
