/** Keeps what a language model said, by paper, model and criterion, and counts its requests of each day. */
import { sql } from 'kysely';
import type { PaperId } from '../model/channel-id.ts';
import { dayAt } from '../model/days.ts';
import type { Judgement, Judgements } from '../model/judgement.ts';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';

/** Papers asked for in one statement. */
const MOST_PAPERS = 2_000;

export type JudgementTable = ReturnType<typeof openJudgements>;

/** @param model what a model said counts for that model alone */
export function openJudgements({ db }: Pick<Database, 'db'>, model: string) {
  return {
    /** What was said of these papers for these criteria. */
    async read(papers: readonly PaperId[], criteria: readonly string[]): Promise<Judgements> {
      const found = new Map<PaperId, Map<string, Judgement>>();
      if (criteria.length === 0) return found;
      for (let at = 0; at < papers.length; at += MOST_PAPERS) {
        const rows = await db
          .selectFrom('judgements')
          .select(['paper', 'criterion', 'holds', 'said'])
          .where('model', '=', model)
          .where(isIn(db, 'paper', papers.slice(at, at + MOST_PAPERS)))
          .where(isIn(db, 'criterion', criteria))
          .execute();
        for (const { paper, criterion, holds, said } of rows) {
          const own = found.get(paper) ?? new Map<string, Judgement>();
          found.set(paper, own.set(criterion, { holds: Number(holds) === 1, said }));
        }
      }
      return found;
    },
    /** Keeps what was said; what was said before of the same stays as it is, so that what was posted is not contradicted. */
    async keep(paper: PaperId, criterion: string, { holds, said }: Judgement, now: number): Promise<void> {
      await db
        .insertInto('judgements')
        .values({ paper, model, criterion, holds: holds ? 1 : 0, said, at: now })
        .onConflict((on) => on.columns(['paper', 'model', 'criterion']).doNothing())
        .execute();
    },
    /**
     * Counts one more request of a day, for all processes together.
     * @param most requests of the day from which on there is no more
     * @returns whether there was room for it
     */
    async take(now: number, most: number): Promise<boolean> {
      if (most < 1) return false;
      const { rows } = await sql`INSERT INTO model_days (day, requests) VALUES (${dayAt(now)}, 1)
        ON CONFLICT (day) DO UPDATE SET requests = model_days.requests + 1
        WHERE model_days.requests < ${most} RETURNING requests`.execute(db);
      return rows.length > 0;
    },
    /** Requests of the day so far. */
    async used(now: number): Promise<number> {
      const row = await db
        .selectFrom('model_days')
        .select('requests')
        .where('day', '=', dayAt(now))
        .executeTakeFirst();
      return Number(row?.requests ?? 0);
    },
  };
}
