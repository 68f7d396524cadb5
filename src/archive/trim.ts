/** Reduces old papers to what identifies them: titles, authors, dates and ids. Papers that people keep or marked stay whole. */
import { sql } from 'kysely';
import type { PaperId } from '../model/channel-id.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';

/** Without what takes the room. */
export function trimmed({ abstract: _, summary: __, keywords: ___, comment: ____, ...rest }: Paper): Paper {
  return { ...rest, abstract: '' };
}

export function isTrimmed({ abstract, summary, keywords, comment }: Paper): boolean {
  return abstract === '' && summary === undefined && keywords === undefined && comment === undefined;
}

const KEEPERS = ['saved', 'signals', 'library_items'] as const;

/** Papers that first came before a day, behind a number of arrival, the first come first; `isKept` by people. */
export async function oldPapers(
  { db }: Pick<Database, 'db'>,
  before: Day,
  after: number,
  most: number,
): Promise<{ seq: number; paper: PaperId; isKept: boolean }[]> {
  const { rows } = await sql<{ seq: number; paper: PaperId }>`SELECT seq, paper FROM arrivals
    WHERE seq > ${after} AND day < ${before} AND day <> '' ORDER BY seq LIMIT ${sql.lit(most)}`.execute(db);
  const kept = new Set<PaperId>();
  const ids = rows.map(({ paper }) => paper);
  for (const table of KEEPERS) {
    const found = await sql<{ paper: PaperId }>`SELECT DISTINCT paper FROM ${sql.table(table)}
      WHERE ${isIn(db, 'paper', ids)}`.execute(db);
    for (const { paper } of found.rows) kept.add(paper);
  }
  return rows.map(({ seq, paper }) => ({ seq: Number(seq), paper, isKept: kept.has(paper) }));
}
