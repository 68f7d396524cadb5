/**
 * The order in which papers came, and the order in which they changed. A table and not a shelf: delivery asks "what
 * came after the last post", and two processes must agree on the answer, so numbers are given inside a transaction.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Day } from '../model/paper.ts';
import { readPaperId } from '../model/paper-id.ts';

/** A paper's first arrival. `seq` grows with every new paper, whatever the clock does. */
export interface Arrival {
  seq: number;
  paper: string;
  /** Day of the digest it came in first. */
  day: Day;
}

/**
 * `news` is for channels; `past` is kept for searching only, as when an archive is filled afterwards or a person asked
 * for one paper. What is past becomes news, with a new number, when a digest brings it as such.
 */
export type Origin = 'news' | 'past';

export interface ArrivalLog {
  /**
   * Notes papers with a hash of their content. New ones get the next `seq`; new and changed ones the next `rev`.
   * Returns the ids that are new, and those whose content is not what was noted before.
   */
  record(
    papers: readonly { id: string; hash: string; work: string; otherIds?: readonly string[] }[],
    day: Day,
    as?: Origin,
  ): Promise<{ added: string[]; changed: string[] }>;
  /** Ids of the first papers noted under the same work: the same title, in letters. */
  ofWork(work: string, most: number): Promise<string[]>;
  /** The paper that goes by another id too. */
  named(alias: string): Promise<string | undefined>;
  /** When a paper arrived; undefined for one that is not noted. */
  of(paper: string): Promise<(Arrival & { origin: Origin }) | undefined>;
  /** News that came after a number. */
  after(seq: number): Promise<Arrival[]>;
  /** Ids noted or changed after a revision, oldest change first. */
  changedSince(rev: number): Promise<string[]>;
  /** The highest numbers given so far; 0 when there is none. */
  head(): Promise<{ seq: number; rev: number }>;
  /** The lowest `seq` of the news that came first in the digest of a day. */
  firstOf(day: Day): Promise<number | undefined>;
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
    work TEXT NOT NULL,
    news INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE INDEX IF NOT EXISTS arrivals_by_work ON arrivals (work);
  CREATE INDEX IF NOT EXISTS arrivals_by_rev ON arrivals (rev);
  CREATE INDEX IF NOT EXISTS arrivals_by_day ON arrivals (day, seq);
  CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, paper TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL) STRICT;
  INSERT OR IGNORE INTO identity VALUES (1, lower(hex(randomblob(16))));
`;

/** Numbers are counted up one by one: one beyond this was damaged, and counting on from it would end. */
const MOST = 2 ** 50;

/** Does work on the table, and says of what it throws which file it was and what to do. */
export type OnTable = <T>(what: 'opened' | 'read' | 'written', work: () => T) => T;

export async function openArrivalLog(
  database: DatabaseSync,
  onTable: OnTable = (_what, work) => work(),
): Promise<ArrivalLog> {
  const sql = onTable('opened', () => prepare(database));
  const head = () => {
    const row = sql.heads.get(MOST, MOST);
    return { seq: Number(row?.seq ?? 0), rev: Number(row?.rev ?? 0) };
  };
  const record = (papers: Parameters<ArrivalLog['record']>[0], day: Day, as: Origin = 'news') => {
    const result = { added: [] as string[], changed: [] as string[] };
    database.exec('BEGIN IMMEDIATE');
    try {
      const rev = head().rev + 1;
      for (const { id, hash, work, otherIds = [] } of papers) {
        for (const alias of otherIds) {
          // A page that several papers name, such as that of an issue, is none of theirs.
          const isShared = readPaperId(alias) === undefined && (sql.named.get(alias)?.paper ?? id) !== id;
          sql.alias.run(alias, isShared ? '' : id);
        }
        const before = sql.known.get(id);
        if (before === undefined) {
          sql.insert.run(head().seq + 1, id, day, rev, hash, work, as === 'news' ? 1 : 0);
          result.added.push(id);
        } else if (before.news === 0 && as === 'news') {
          sql.renew.run(head().seq + 1, day, rev, hash, work, id);
          result.added.push(id);
        } else if (before.hash !== hash) {
          sql.update.run(rev, hash, work, id);
          result.changed.push(id);
        }
      }
      database.exec('COMMIT');
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
    return result;
  };
  const read = async <T>(work: () => T): Promise<T> => onTable('read', work);

  return {
    storeId: String((await read(() => sql.identity.get()))?.id),
    head: () => read(head),
    record: async (papers, day, as) => onTable('written', () => record(papers, day, as)),
    named: (alias) =>
      read(() => {
        const row = sql.named.get(alias);
        return row && row.paper !== '' ? String(row.paper) : undefined;
      }),
    ofWork: (work, most) => read(() => sql.ofWork.all(work, most).map((row) => String(row.paper))),
    of: (paper) =>
      read(() => {
        const row = sql.of.get(paper);
        if (row === undefined) return undefined;
        return {
          seq: Number(row.seq),
          paper,
          day: String(row.day),
          origin: row.news === 0 ? 'past' : 'news',
        };
      }),
    after: (seq) =>
      read(() =>
        sql.after
          .all(seq)
          .map((row) => ({ seq: Number(row.seq), paper: String(row.paper), day: String(row.day) })),
      ),
    changedSince: (rev) => read(() => sql.changed.all(rev).map((row) => String(row.paper))),
    firstOf: (day) =>
      read(() => {
        const seq = sql.first.get(day)?.seq;
        return seq == null ? undefined : Number(seq);
      }),
  };
}

function prepare(database: DatabaseSync) {
  database.exec(SCHEMA);
  addNews(database);
  mendRows(database);
  return {
    alias: database.prepare('INSERT OR REPLACE INTO aliases VALUES (?, ?)'),
    named: database.prepare('SELECT paper FROM aliases WHERE alias = ?'),
    known: database.prepare('SELECT hash, news <> 0 AS news FROM arrivals WHERE paper = ?'),
    of: database.prepare('SELECT seq, day, news <> 0 AS news FROM arrivals WHERE paper = ?'),
    insert: database.prepare(
      'INSERT INTO arrivals (seq, paper, day, rev, hash, work, news) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    renew: database.prepare(
      'UPDATE arrivals SET seq = ?, day = ?, rev = ?, hash = ?, work = ?, news = 1 WHERE paper = ?',
    ),
    update: database.prepare('UPDATE arrivals SET rev = ?, hash = ?, work = ? WHERE paper = ?'),
    ofWork: database.prepare('SELECT paper FROM arrivals WHERE work = ? ORDER BY seq LIMIT ?'),
    heads: database.prepare(
      `SELECT (SELECT coalesce(max(seq), 0) FROM arrivals WHERE seq <= ?) AS seq,
         (SELECT coalesce(max(rev), 0) FROM arrivals WHERE rev <= ?) AS rev`,
    ),
    after: database.prepare('SELECT seq, paper, day FROM arrivals WHERE seq > ? AND news = 1 ORDER BY seq'),
    changed: database.prepare('SELECT paper FROM arrivals WHERE rev > ? ORDER BY rev, seq'),
    first: database.prepare('SELECT min(seq) AS seq FROM arrivals WHERE day = ? AND news = 1'),
    identity: database.prepare('SELECT id FROM identity'),
  };
}

/** Stores made before there was a difference hold only news. */
function addNews(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info(arrivals)').all();
  if (columns.some(({ name }) => name === 'news')) return;
  database.exec('ALTER TABLE arrivals ADD COLUMN news INTEGER NOT NULL DEFAULT 1');
}

/**
 * Gives rows whose numbers or day were damaged the next number, and the day of the row before: such a paper can be found
 * again, and one that lost its place is no news.
 */
function mendRows(database: DatabaseSync): void {
  const mend = (isWell: string, set: string) => {
    const damaged = database.prepare(`SELECT paper FROM arrivals WHERE NOT (${isWell})`).all();
    if (damaged.length === 0) return;
    const update = database.prepare(`UPDATE arrivals SET ${set} WHERE paper = ?`);
    for (const { paper } of damaged) update.run(String(paper));
  };
  for (const [column, more] of [
    ['seq', ', news = 0'],
    ['rev', ''],
  ]) {
    const isWell = `${column} BETWEEN 1 AND ${MOST}`;
    const next = `(SELECT coalesce(max(${column}), 0) + 1 FROM arrivals WHERE ${isWell})`;
    mend(isWell, `${column} = ${next}${more}`);
  }
  const before = `SELECT day FROM arrivals AS other WHERE other.seq < arrivals.seq AND date(day) IS day ORDER BY seq DESC LIMIT 1`;
  mend('date(day) IS day', `day = coalesce((${before}), '1970-01-01')`);
}
