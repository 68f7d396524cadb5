/** Mends rows of the arrival log whose numbers or day were damaged. */
import { type Kysely, sql } from 'kysely';
import { isCalendarDay } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';

/** Numbers are counted up one by one: one beyond this was damaged, and counting on from it would end. */
export const LAST_NUMBER = 2 ** 50;

type Db = Kysely<Tables>;

const isNumber = (column: 'seq' | 'rev') => sql<boolean>`${sql.ref(column)} BETWEEN 1 AND ${LAST_NUMBER}`;

/** Whether there is anything to mend. */
export async function isDamaged(db: Db): Promise<boolean> {
  const isWell = sql<boolean>`${isNumber('seq')} AND ${isNumber('rev')} AND ${isCalendarDay(db, 'day')}`;
  return (await damagedRows(db, isWell)).length > 0;
}

/**
 * Gives rows whose numbers or day were damaged the next number, and the day of the row before: such a paper can be found
 * again, and one that lost its place is no news. Inside a transaction in which no other gives numbers.
 */
export async function mendRows(db: Db): Promise<void> {
  for (const column of ['seq', 'rev'] as const) {
    const isWell = isNumber(column);
    const next = sql<number>`(SELECT coalesce(max(${sql.ref(column)}), 0) + 1 FROM arrivals WHERE ${isWell})`;
    const damaged = await damagedRows(db, isWell);
    for (const paper of damaged) {
      const set = column === 'seq' ? { seq: next, news: 0 } : { rev: next };
      await db.updateTable('arrivals').set(set).where('paper', '=', paper).execute();
    }
  }
  const before = sql`SELECT day FROM arrivals AS other
    WHERE other.seq < arrivals.seq AND ${isCalendarDay(db, 'day')} ORDER BY seq DESC LIMIT 1`;
  for (const paper of await damagedRows(db, isCalendarDay(db, 'day'))) {
    const set = { day: sql<string>`coalesce((${before}), '1970-01-01')` };
    await db.updateTable('arrivals').set(set).where('paper', '=', paper).execute();
  }
}

async function damagedRows(db: Db, isWell: ReturnType<typeof isCalendarDay>): Promise<string[]> {
  const rows = await db.selectFrom('arrivals').select('paper').where(sql<boolean>`NOT (${isWell})`).execute();
  return rows.map(({ paper }) => paper);
}
