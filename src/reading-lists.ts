/** Keeps each person's reading list: paper ids, newest first. Every change is one transaction. */
import { sql } from 'kysely';
import { isInSpace, type PaperId, type PersonId, type SpaceId } from './model/channel-id.ts';
import type { Database } from './store/database.ts';
import { isIn } from './store/portable-sql.ts';

/** Papers kept on one list; the oldest fall off. */
export const MOST_SAVED = 500;

export interface ReadingLists {
  /** Newest first. */
  of(person: PersonId): Promise<PaperId[]>;
  /** False when the paper is on the list already. */
  add(person: PersonId, paper: PaperId): Promise<boolean>;
  /** False when the paper is not on the list. */
  remove(person: PersonId, paper: PaperId): Promise<boolean>;
  /** Deletes the lists of a space's people. */
  forgetSpace(space: SpaceId): Promise<void>;
}

export function openReadingLists({ db, transact }: Database): ReadingLists {
  const nextSeq = (person: PersonId) =>
    sql<number>`(SELECT coalesce(max(seq), 0) + 1 FROM saved WHERE person = ${person})`;
  /** The newest one that no longer fits. */
  const tooOld = (person: PersonId) =>
    db
      .selectFrom('saved')
      .select('seq')
      .where('person', '=', person)
      .orderBy('seq', 'desc')
      .limit(1)
      .offset(MOST_SAVED);
  return {
    async of(person) {
      const rows = await db
        .selectFrom('saved')
        .select('paper')
        .where('person', '=', person)
        .orderBy('seq', 'desc')
        .execute();
      return rows.map(({ paper }) => paper);
    },
    add: (person, paper) =>
      transact(async ({ query }) => {
        const added = await query
          .insertInto('saved')
          .values({ person, paper, seq: nextSeq(person) })
          .onConflict((on) => on.doNothing())
          .returning('seq')
          .executeTakeFirst();
        if (added === undefined) return false;
        await query
          .deleteFrom('saved')
          .where('person', '=', person)
          .where('seq', '<=', (eb) => eb.parens(tooOld(person) as never) as never)
          .execute();
        return true;
      }),
    async remove(person, paper) {
      const removed = await db
        .deleteFrom('saved')
        .where('person', '=', person)
        .where('paper', '=', paper)
        .executeTakeFirst();
      return removed.numDeletedRows > 0n;
    },
    async forgetSpace(space) {
      const rows = await db.selectFrom('saved').select('person').distinct().execute();
      const people = rows.map(({ person }) => person).filter((person) => isInSpace(person, space));
      await db.deleteFrom('saved').where(isIn('person', people)).execute();
    },
  };
}
