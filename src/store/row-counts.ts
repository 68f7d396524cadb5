/** Counts the rows of the tables that grow with time. */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { portableSql } from './portable-sql.ts';
import type { Tables } from './tables.ts';

const GROWING = {
  arrivals: 'arrivals of papers',
  sent: 'papers that were sent',
  deliveries: 'deliveries',
  signals: 'marks, saves and shares',
  saved: 'papers on reading lists',
  library_items: 'papers of libraries',
  judgements: 'judgements',
  vote_counts: 'counts of votes',
  answers: 'cached answers of sources',
} satisfies Partial<Record<keyof Tables, string>>;

/** Rows that are counted, which reads all of them; of more, what the server says is taken. */
const MOST_COUNTED = 1_000_000;

export interface RowCount {
  count: number;
  /** Whether it is the server's estimate. */
  isAbout: boolean;
}

/** By what one row is. */
export async function countRows(
  { db }: Pick<Database, 'db'>,
  mostCounted = MOST_COUNTED,
): Promise<ReadonlyMap<string, RowCount>> {
  const { estimates } = portableSql(db);
  const estimated = estimates === undefined ? [] : (await estimates.execute(db)).rows;
  const about = new Map(estimated.map(({ name, rows }) => [name, Number(rows)]));
  const counts = new Map<string, RowCount>();
  for (const [table, kind] of Object.entries(GROWING)) {
    const estimate = about.get(table) ?? 0;
    const isAbout = estimate > mostCounted;
    counts.set(kind, { count: isAbout ? estimate : await countAll(db, table), isAbout });
  }
  return counts;
}

async function countAll(db: Database['db'], table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.rows ?? 0);
}
