/**
 * The order in which papers came, and the order in which they changed. A table and not a shelf: delivery asks "what
 * came after the last post", and two processes must agree on the answer, so numbers are given inside a transaction.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Day } from '../paper.ts';

/** A paper's first arrival. `seq` grows with every new paper, whatever the clock does. */
export interface Arrival {
  seq: number;
  paper: string;
  /** Day of the digest it came in first. */
  day: Day;
}

export interface Arrivals {
  /**
   * Notes papers with a hash of their content. New ones get the next `seq`; new and changed ones the next `rev`.
   * Returns the ids that are new, and those whose content is not what was noted before.
   */
  record(
    papers: readonly { id: string; hash: string; work: string }[],
    day: Day,
  ): { added: string[]; changed: string[] };
  /** Ids of the papers noted under the same work: the same title, in letters. */
  ofWork(work: string): string[];
  after(seq: number): Arrival[];
  /** Ids noted or changed after a revision, oldest change first. */
  changedSince(rev: number): string[];
  /** The highest numbers given so far; 0 when there is none. */
  head(): { seq: number; rev: number };
  /** The lowest `seq` of the papers that came first in the digest of a day. */
  firstOf(day: Day): number | undefined;
  /** Made once with the table: tells this store's numbers from another's. */
  readonly storeId: string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS arrivals (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    paper TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    rev INTEGER NOT NULL,
    hash TEXT NOT NULL,
    work TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS arrivals_by_work ON arrivals (work);
  CREATE INDEX IF NOT EXISTS arrivals_by_rev ON arrivals (rev);
  CREATE INDEX IF NOT EXISTS arrivals_by_day ON arrivals (day, seq);
  CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL) STRICT;
  INSERT OR IGNORE INTO identity VALUES (1, lower(hex(randomblob(16))));
`;

export function openArrivals(database: DatabaseSync): Arrivals {
  database.exec(SCHEMA);
  const known = database.prepare('SELECT hash FROM arrivals WHERE paper = ?');
  const insert = database.prepare(
    'INSERT INTO arrivals (paper, day, rev, hash, work) VALUES (?, ?, ?, ?, ?)',
  );
  const update = database.prepare('UPDATE arrivals SET rev = ?, hash = ?, work = ? WHERE paper = ?');
  const ofWork = database.prepare('SELECT paper FROM arrivals WHERE work = ? ORDER BY seq');
  const heads = database.prepare(
    'SELECT coalesce(max(seq), 0) AS seq, coalesce(max(rev), 0) AS rev FROM arrivals',
  );
  const after = database.prepare('SELECT seq, paper, day FROM arrivals WHERE seq > ? ORDER BY seq');
  const changed = database.prepare('SELECT paper FROM arrivals WHERE rev > ? ORDER BY rev, seq');
  const first = database.prepare('SELECT min(seq) AS seq FROM arrivals WHERE day = ?');
  const head = () => {
    const row = heads.get();
    return { seq: Number(row?.seq ?? 0), rev: Number(row?.rev ?? 0) };
  };
  const identity = database.prepare('SELECT id FROM identity').get();

  return {
    storeId: String(identity?.id),
    head,
    record(papers, day) {
      const result = { added: [] as string[], changed: [] as string[] };
      database.exec('BEGIN IMMEDIATE');
      try {
        const rev = head().rev + 1;
        for (const { id, hash, work } of papers) {
          const before = known.get(id);
          if (before === undefined) {
            insert.run(id, day, rev, hash, work);
            result.added.push(id);
          } else if (before.hash !== hash) {
            update.run(rev, hash, work, id);
            result.changed.push(id);
          }
        }
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
      return result;
    },
    ofWork: (work) => ofWork.all(work).map((row) => String(row.paper)),
    after: (seq) =>
      after.all(seq).map((row) => ({ seq: Number(row.seq), paper: String(row.paper), day: String(row.day) })),
    changedSince: (rev) => changed.all(rev).map((row) => String(row.paper)),
    firstOf(day) {
      const seq = first.get(day)?.seq;
      return seq == null ? undefined : Number(seq);
    },
  };
}
