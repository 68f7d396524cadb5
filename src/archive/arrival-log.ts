/**
 * Records the order in which papers came and in which they changed. Tables and not a shelf: delivery asks "what came after
 * the last post", and processes must agree on the answer, so numbers are given inside a transaction.
 */

import { type Kysely, sql } from 'kysely';
import type { PaperId } from '../model/channel-id.ts';
import type { Day } from '../model/paper.ts';
import { readPaperId } from '../model/paper-id.ts';
import type { Database } from '../store/database.ts';
import { insertRows, isIn } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';
import { LAST_NUMBER, mendRows } from './mend-arrivals.ts';
import { readStoreId } from './store-id.ts';

/** A paper's first arrival. `seq` grows with every new paper, whatever the clock does. */
export interface Arrival {
  seq: number;
  paper: PaperId;
  /** Day of the digest it came in first. */
  day: Day;
}

/**
 * `news` is for channels; `past` is kept for searching only, as when an archive is filled afterwards or a person asked
 * for one paper. What is past becomes news, with a new number, when a digest brings it as such.
 */
export type Origin = 'news' | 'past';

/** A paper to be noted. */
export interface Noted {
  id: string;
  hash: string;
  work: string;
  otherIds?: readonly string[];
}

export interface ArrivalLog {
  /**
   * Notes papers with a hash of their content. New ones get the next `seq`; new and changed ones the next `rev`.
   * Returns the ids that are new, and those whose content is not what was noted before.
   */
  record(papers: readonly Noted[], day: Day, as?: Origin): Promise<{ added: PaperId[]; changed: PaperId[] }>;
  /** Ids of the first papers noted under the same work: the same title, in letters. */
  ofWork(work: string, most: number): Promise<PaperId[]>;
  /** The paper that goes by another id too. */
  named(alias: string): Promise<PaperId | undefined>;
  /** When a paper arrived; undefined for one that is not noted. */
  of(paper: PaperId): Promise<(Arrival & { origin: Origin }) | undefined>;
  /** News that came after a number. */
  after(seq: number): Promise<Arrival[]>;
  /** Ids noted or changed after a revision, oldest change first. */
  changedSince(rev: number): Promise<PaperId[]>;
  /** The highest numbers given so far; 0 when there is none. */
  head(): Promise<{ seq: number; rev: number }>;
  /** The lowest `seq` of the news that came first in the digest of a day. */
  firstOf(day: Day): Promise<number | undefined>;
  /** Made once with the table: tells this store's numbers from another's. */
  readonly storeId: string;
}

type Db = Kysely<Tables>;

export async function openArrivalLog({ db, transact }: Database): Promise<ArrivalLog> {
  await mendRows(db);
  const storeId = await readStoreId(db);
  return {
    storeId,
    head: () => readHead(db),
    record: (papers, day, as = 'news') =>
      transact(async ({ query }) => {
        await writeAliases(query, papers);
        return writeArrivals(query, papers, day, as);
      }),
    async named(alias) {
      const row = await db
        .selectFrom('aliases')
        .select('paper')
        .where('alias', '=', alias)
        .executeTakeFirst();
      return row?.paper || undefined;
    },
    async ofWork(work, most) {
      const rows = await db
        .selectFrom('arrivals')
        .select('paper')
        .where('work', '=', work)
        .orderBy('seq')
        .limit(most)
        .execute();
      return rows.map(({ paper }) => paper);
    },
    async of(paper) {
      const row = await db
        .selectFrom('arrivals')
        .select(['seq', 'day', 'news'])
        .where('paper', '=', paper)
        .executeTakeFirst();
      return row && { seq: row.seq, paper, day: row.day, origin: row.news === 0 ? 'past' : 'news' };
    },
    after: (seq) =>
      db
        .selectFrom('arrivals')
        .select(['seq', 'paper', 'day'])
        .where('seq', '>', seq)
        .where('news', '=', 1)
        .orderBy('seq')
        .execute(),
    async changedSince(rev) {
      const rows = await db
        .selectFrom('arrivals')
        .select('paper')
        .where('rev', '>', rev)
        .orderBy('rev')
        .orderBy('seq')
        .execute();
      return rows.map(({ paper }) => paper);
    },
    async firstOf(day) {
      const row = await db
        .selectFrom('arrivals')
        .select(({ fn }) => fn.min('seq').as('seq'))
        .where('day', '=', day)
        .where('news', '=', 1)
        .executeTakeFirst();
      return row?.seq ?? undefined;
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
  const pairs = papers.flatMap(({ id, otherIds = [] }) => otherIds.map((alias) => ({ alias, id })));
  const rows = await db
    .selectFrom('aliases')
    .selectAll()
    .where(
      isIn(
        'alias',
        pairs.map(({ alias }) => alias),
      ),
    )
    .execute();
  const before = new Map(rows.map(({ alias, paper }) => [alias, paper]));
  const after = new Map(before);
  for (const { alias, id } of pairs) {
    // A page that several papers name, such as that of an issue, is none of theirs.
    const isShared = readPaperId(alias) === undefined && (after.get(alias) ?? id) !== id;
    after.set(alias, isShared ? '' : id);
  }
  const changed = [...after].flatMap(([alias, paper]) =>
    before.get(alias) === paper ? [] : { alias, paper },
  );
  if (changed.length === 0) return;
  await sql`${insertRows('aliases', changed)}
    ON CONFLICT (alias) DO UPDATE SET paper = excluded.paper`.execute(db);
}

async function writeArrivals(db: Db, papers: readonly Noted[], day: Day, as: Origin) {
  const head = await readHead(db);
  const ids = papers.map(({ id }) => id);
  const rows = await db
    .selectFrom('arrivals')
    .select(['paper', 'hash', 'news'])
    .where(isIn('paper', ids))
    .execute();
  const known = new Map(rows.map((row) => [row.paper, row]));
  const rev = head.rev + 1;
  const news = as === 'news' ? 1 : 0;
  let { seq } = head;
  const added: Tables['arrivals'][] = [];
  const again: Tables['arrivals'][] = [];
  const changed: Pick<Tables['arrivals'], 'paper' | 'rev' | 'hash' | 'work'>[] = [];
  for (const { id: paper, hash, work } of papers) {
    const before = known.get(paper);
    if (before === undefined) added.push({ seq: ++seq, paper, day, rev, hash, work, news });
    else if (before.news === 0 && news === 1) again.push({ seq: ++seq, paper, day, rev, hash, work, news });
    else if (before.hash !== hash) changed.push({ paper, rev, hash, work });
  }
  if (added.length > 0) await insertRows('arrivals', added).execute(db);
  for (const { paper, ...row } of [...again, ...changed]) {
    await db.updateTable('arrivals').set(row).where('paper', '=', paper).execute();
  }
  const isNew = new Set([...added, ...again].map(({ paper }) => paper));
  return {
    added: ids.filter((id) => isNew.has(id)),
    changed: changed.map(({ paper }) => paper),
  };
}
