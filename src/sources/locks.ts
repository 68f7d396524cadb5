/**
 * Gives out the moments at which a request may be made to a host. Kept in the store, so that every process on it keeps
 * the same distance. A table and not a shelf: a turn must be given once, which needs a transaction.
 */
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';

export interface Locks {
  /**
   * Reserves the next turn at `name` and returns its moment; turns are `gapMs` apart. With `patienceMs`, undefined when
   * the turn would be later than that, and none is taken.
   */
  take(name: string, now: number, gapMs: number, patienceMs?: number): Promise<number | undefined>;
  /** Nobody passes before a moment: the host asked for it. */
  hold(name: string, until: number): Promise<void>;
  /** Whether this process may do what `name` stands for until `until`; false while another may. */
  claim(name: string, now: number, until: number): Promise<boolean>;
  /** Gives back what was claimed until `until`; what another has claimed meanwhile stays its own. */
  release(name: string, until: number): Promise<void>;
}

/** No host asks to be left alone for longer: a later moment was damaged, or written before the clock was set back. */
const MOST_AHEAD_MS = 7 * 24 * 3_600_000;

export function openLocks({ db, transact }: Database): Locks {
  const open = (query: Database['db'], name: string, at: number) =>
    query
      .insertInto('turns')
      .values({ name, open_at: at })
      .onConflict((on) => on.column('name').doUpdateSet({ open_at: at }));
  return {
    take: (name, now, gapMs, patienceMs = Number.POSITIVE_INFINITY) =>
      transact(async ({ query }) => {
        const row = await query
          .selectFrom('turns')
          .select('open_at')
          .where('name', '=', name)
          .executeTakeFirst();
        const openAt = row?.open_at ?? 0;
        const at = openAt > now + MOST_AHEAD_MS ? now : Math.max(now, openAt);
        if (at - now > patienceMs) return undefined;
        await open(query, name, at + gapMs).execute();
        return at;
      }),
    async hold(name, until) {
      const later = sql<number>`CASE WHEN turns.open_at > ${until} THEN turns.open_at ELSE ${until} END`;
      await db
        .insertInto('turns')
        .values({ name, open_at: until })
        .onConflict((on) => on.column('name').doUpdateSet({ open_at: later }))
        .execute();
    },
    async claim(name, now, until) {
      const isFree = sql<boolean>`turns.open_at <= ${now} OR turns.open_at > ${until + (until - now)}`;
      const claimed = await db
        .insertInto('turns')
        .values({ name: `claim ${name}`, open_at: until })
        .onConflict((on) => on.column('name').doUpdateSet({ open_at: until }).where(isFree))
        .returning('name')
        .executeTakeFirst();
      return claimed !== undefined;
    },
    async release(name, until) {
      await db
        .updateTable('turns')
        .set({ open_at: 0 })
        .where('name', '=', `claim ${name}`)
        .where('open_at', '=', until)
        .execute();
    },
  };
}
