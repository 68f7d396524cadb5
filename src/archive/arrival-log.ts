/**
 * Records the order in which papers came and in which they changed. Tables and not a shelf: delivery asks "what came after
 * the last post", and processes must agree on the answer, so numbers are given inside a transaction.
 */
import { type RawBuilder, sql } from 'kysely';
import type { PaperId } from '../model/channel-id.ts';
import type { Day } from '../model/paper.ts';
import { readPaperId } from '../model/paper-id.ts';
import type { Database, Tx } from '../store/database.ts';
import { indexable } from '../store/indexable.ts';
import { insertRows, isIn } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';
import { isDamaged, LAST_NUMBER, mendRows } from './mend-arrivals.ts';
import { readStoreId } from './store-id.ts';

type Db = Database['db'];
type ArrivalRow = Tables['arrivals'];

/** A paper's first arrival. `seq` grows with every new paper, whatever the clock does; `day` is that of its first digest. */
export type Arrival = Pick<ArrivalRow, 'seq' | 'paper' | 'day'>;

/**
 * `news` is for channels; `past` is kept for searching only, as when an archive is filled afterwards or a person asked
 * for one paper. What is past becomes news, with a new number, when a digest brings it as such.
 */
export type Origin = 'news' | 'past';

/** A paper to be noted. */
interface Noted {
  id: PaperId;
  hash: string;
  work: string;
  otherIds?: readonly string[];
}

export type ArrivalLog = Awaited<ReturnType<typeof openArrivalLog>>;

/** Raised when papers came or changed. */
export const REVISION = 'arrivals';

export async function openArrivalLog({ db, transact }: Database) {
  if (await isDamaged(db))
    await transact(async (tx) => {
      await within(tx).lock();
      await mendRows(tx.query);
      await tx.changed(REVISION);
    });
  const all = async <R>(query: RawBuilder<R>): Promise<R[]> => (await query.execute(db)).rows;
  const papersOf = async (query: RawBuilder<Pick<ArrivalRow, 'paper'>>): Promise<PaperId[]> =>
    (await all(query)).map(({ paper }) => paper);
  return {
    /** Made once with the table: tells this store's numbers from another's. */
    storeId: await readStoreId(db),
    /** The highest numbers given so far; 0 when there is none. */
    head: () => readHead(db),
    /** `within` a transaction of its own. */
    record: (papers: readonly Noted[], day: Day, as: Origin = 'news') =>
      transact(async (tx) => {
        const log = within(tx);
        await log.lock();
        return log.record(papers, day, as);
      }),
    /** Reads and notes inside a transaction, which takes the lock first. */
    within,
    /** The paper that goes by another id too. */
    async named(alias: string): Promise<PaperId | undefined> {
      const [paper] = await papersOf(sql`SELECT paper FROM aliases WHERE alias = ${indexable(alias)}`);
      return paper || undefined;
    },
    /** When a paper arrived; undefined for one that is not noted. */
    async of(paper: PaperId): Promise<(Arrival & { origin: Origin }) | undefined> {
      const [row] = await all(sql<ArrivalRow>`SELECT seq, day, news FROM arrivals WHERE paper = ${paper}`);
      return row && { seq: row.seq, paper, day: row.day, origin: row.news === 0 ? 'past' : 'news' };
    },
    /** News that came after a number. */
    after: (seq: number) =>
      all(sql<Arrival>`SELECT seq, paper, day FROM arrivals WHERE seq > ${seq} AND news = 1 ORDER BY seq`),
    /** Ids noted or changed after a revision, oldest change first. */
    changedSince: (rev: number) =>
      papersOf(sql`SELECT paper FROM arrivals WHERE rev > ${rev} ORDER BY rev, seq`),
    /** The lowest `seq` of the news that came first in the digest of a day. */
    async firstOf(day: Day): Promise<number | undefined> {
      const [row] = await all(sql<{ seq: number | null }>`SELECT min(seq) AS seq FROM arrivals
        WHERE day = ${day} AND news = 1`);
      return row?.seq ?? undefined;
    },
  };
}

function within({ query, lock, changed }: Tx) {
  return {
    /**
     * Waits until no other transaction notes papers. Whoever reads a number knows all that came before it: a number is given once
     * all lower ones are committed. And of two processes that bring one work under two ids, the second finds the first one's.
     */
    lock: () => lock(REVISION),
    /**
     * Notes papers with a hash of their content. New ones get the next `seq`; new and changed ones the next `rev`.
     * Returns the ids that are new, and those whose content is not what was noted before.
     */
    async record(papers: readonly Noted[], day: Day, as: Origin = 'news') {
      await writeAliases(query, papers);
      const noted = await writeArrivals(query, papers, day, as);
      if (noted.added.length + noted.changed.length > 0) await changed(REVISION);
      return noted;
    },
    /** By work (the same title, in letters): ids of the first papers noted under it. */
    async ofWorks(works: readonly string[], most: number): Promise<Map<string, PaperId[]>> {
      const { rows } = await sql<Pick<ArrivalRow, 'work' | 'paper'>>`SELECT work, paper FROM (
        SELECT work, paper, seq, row_number() OVER (PARTITION BY work ORDER BY seq) AS place FROM arrivals
        WHERE ${isIn(query, 'work', works)}) AS placed WHERE place <= ${most} ORDER BY seq`.execute(query);
      const byWork = Map.groupBy(rows, ({ work }) => work);
      return new Map([...byWork].map(([work, list]) => [work, list.map(({ paper }) => paper)]));
    },
  };
}

async function readHead(db: Db): Promise<{ seq: number; rev: number }> {
  const { rows } = await sql<{ seq: number; rev: number }>`
    SELECT (SELECT coalesce(max(seq), 0) FROM arrivals WHERE seq <= ${LAST_NUMBER}) AS seq,
      (SELECT coalesce(max(rev), 0) FROM arrivals WHERE rev <= ${LAST_NUMBER}) AS rev`.execute(db);
  return rows[0] ?? { seq: 0, rev: 0 };
}

async function writeAliases(db: Db, papers: readonly Noted[]): Promise<void> {
  const pairs = papers.flatMap(({ id, otherIds = [] }) =>
    otherIds.map((alias) => ({ alias, key: indexable(alias), id })),
  );
  const asked = pairs.map(({ key }) => key);
  const rows = await db
    .selectFrom('aliases')
    .selectAll()
    .where(isIn(db, 'alias', asked))
    .execute();
  const before = new Map(rows.map(({ alias, paper }) => [alias, paper]));
  const after = new Map(before);
  for (const { alias, key, id } of pairs) {
    // A page that several papers name, such as that of an issue, is none of theirs.
    const isShared = readPaperId(alias) === undefined && (after.get(key) ?? id) !== id;
    after.set(key, isShared ? '' : id);
  }
  const changed = [...after].filter(([alias, paper]) => before.get(alias) !== paper);
  if (changed.length === 0) return;
  const fresh = changed.map(([alias, paper]) => ({ alias, paper }));
  await sql`${insertRows(db, 'aliases', fresh)} ON CONFLICT (alias) DO UPDATE SET paper = excluded.paper`.execute(
    db,
  );
}

async function writeArrivals(db: Db, papers: readonly Noted[], day: Day, as: Origin) {
  const head = await readHead(db);
  const ids = papers.map(({ id }) => id);
  const { rows } = await sql<ArrivalRow>`SELECT paper, hash, news FROM arrivals
    WHERE ${isIn(db, 'paper', ids)}`.execute(db);
  const known = new Map(rows.map((row) => [row.paper, row]));
  const rev = head.rev + 1;
  const news = as === 'news' ? 1 : 0;
  let { seq } = head;
  const added: ArrivalRow[] = [];
  const again: ArrivalRow[] = [];
  const changed: Pick<ArrivalRow, 'paper' | 'rev' | 'hash' | 'work'>[] = [];
  for (const { id: paper, hash, work } of papers) {
    const before = known.get(paper);
    if (before === undefined) added.push({ seq: ++seq, paper, day, rev, hash, work, news });
    else if (before.news === 0 && news === 1) again.push({ seq: ++seq, paper, day, rev, hash, work, news });
    else if (before.hash !== hash) changed.push({ paper, rev, hash, work });
  }
  if (added.length > 0) await insertRows(db, 'arrivals', added).execute(db);
  for (const { paper, ...row } of [...again, ...changed]) {
    await db.updateTable('arrivals').set(row).where('paper', '=', paper).execute();
  }
  const isNew = new Set([...added, ...again].map(({ paper }) => paper));
  return { added: ids.filter((id) => isNew.has(id)), changed: changed.map(({ paper }) => paper) };
}
