/** Counts the rows of the tables that grow with time. */
import { sql } from 'kysely';
import type { Database } from './database.ts';
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

/** By what one row is. */
export async function countRows({ db }: Pick<Database, 'db'>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const [table, kind] of Object.entries(GROWING)) {
    const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(table)}`.execute(
      db,
    );
    counts.set(kind, Number(rows[0]?.rows ?? 0));
  }
  return counts;
}
