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
        const { rows } = await sql`INSERT INTO saved (person, paper, seq)
          VALUES (${person}, ${paper}, (SELECT coalesce(max(seq), 0) + 1 FROM saved WHERE person = ${person}))
          ON CONFLICT DO NOTHING RETURNING seq`.execute(query);
        if (rows.length === 0) return false;
        await sql`DELETE FROM saved WHERE person = ${person} AND seq <= (
          SELECT seq FROM saved WHERE person = ${person} ORDER BY seq DESC LIMIT 1 OFFSET ${MOST_SAVED})`.execute(
          query,
        );
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
