/** Reads when papers arrived: of some, and of all from the newest on. */
import { sql } from 'kysely';
import type { PaperId } from '../model/channel-id.ts';
import type { Database } from '../store/database.ts';
import { isIn } from '../store/portable-sql.ts';
import type { Arrival } from './arrival-log.ts';

export function createNewestArrivals({ db }: Pick<Database, 'db'>) {
  const columns = sql`seq, paper, day`;
  return {
    /** Those of papers, newest day first, and of one day the last that came. */
    of: async (papers: readonly PaperId[]): Promise<Arrival[]> =>
      (
        await sql<Arrival>`SELECT ${columns} FROM arrivals WHERE ${isIn(db, 'paper', papers)}
          ORDER BY day DESC, seq DESC`.execute(db)
      ).rows,
    /** The first of all in that order, or those behind one. */
    async list(limit: number, behind?: Pick<Arrival, 'day' | 'seq'>): Promise<Arrival[]> {
      const rest = behind && sql`WHERE day < ${behind.day} OR (day = ${behind.day} AND seq < ${behind.seq})`;
      const { rows } = await sql<Arrival>`SELECT ${columns} FROM arrivals ${rest ?? sql``}
        ORDER BY day DESC, seq DESC LIMIT ${limit}`.execute(db);
      return rows;
    },
  };
}
