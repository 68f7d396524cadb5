/**
 * Gives out the moments at which a request may be made to a host. Kept in the store, so that every process on it keeps
 * the same distance. A table and not a shelf: a turn must be given once, which needs a transaction.
 */
import type { DatabaseSync } from 'node:sqlite';

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

export function openLocks(database: DatabaseSync): Locks {
  database.exec('CREATE TABLE IF NOT EXISTS turns (name TEXT PRIMARY KEY, open_at REAL NOT NULL) STRICT');
  const read = database.prepare('SELECT open_at FROM turns WHERE name = ?');
  const write = database.prepare(
    'INSERT INTO turns VALUES (?, ?) ON CONFLICT DO UPDATE SET open_at = excluded.open_at',
  );
  const raise = database.prepare(
    'INSERT INTO turns VALUES (?, ?) ON CONFLICT DO UPDATE SET open_at = max(open_at, excluded.open_at)',
  );
  const claim = database.prepare(
    'INSERT INTO turns VALUES (?, ?) ON CONFLICT DO UPDATE SET open_at = excluded.open_at WHERE open_at <= ? OR open_at > ?',
  );
  const release = database.prepare('UPDATE turns SET open_at = 0 WHERE name = ? AND open_at = ?');

  return {
    async take(name, now, gapMs, patienceMs = Number.POSITIVE_INFINITY) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const open = Number(read.get(name)?.open_at ?? 0);
        const at = open > now + MOST_AHEAD_MS ? now : Math.max(now, open);
        const taken = at - now <= patienceMs;
        if (taken) write.run(name, at + gapMs);
        database.exec('COMMIT');
        return taken ? at : undefined;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    hold: async (name, until) => void raise.run(name, until),
    claim: async (name, now, until) =>
      claim.run(`claim ${name}`, until, now, until + (until - now)).changes === 1,
    release: async (name, until) => void release.run(`claim ${name}`, until),
  };
}
