/** Deletes what a language model said by criteria that no topic has any more: a criterion is in a person's own words. */
import { sql } from 'kysely';
import { criteriaKeys } from '../query/judged-tree.ts';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';

/** @returns how many judgements there were */
export async function dropUnused({ db }: Pick<Database, 'db'>): Promise<number> {
  const judged = await sql<{ criterion: string }>`SELECT DISTINCT criterion FROM judgements
    WHERE criterion <> ''`.execute(db);
  if (judged.rows.length === 0) return 0;
  const topics = await sql<{ query: string }>`SELECT query FROM subscriptions
    WHERE query LIKE '%about:%'`.execute(db);
  const used = new Set(topics.rows.flatMap(({ query }) => criteriaKeys(query)));
  const unused = judged.rows.map(({ criterion }) => criterion).filter((criterion) => !used.has(criterion));
  const { numAffectedRows } =
    await sql`DELETE FROM judgements WHERE ${isIn(db, 'criterion', unused)}`.execute(db);
  return Number(numAffectedRows ?? 0);
}
