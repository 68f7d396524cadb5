/** Keeps each person's reading list: paper ids, newest first. Every change is one transaction. */
import { sql } from 'kysely';
import { isInSpace, type PaperId, type PersonId, type SpaceId } from './model/channel-id.ts';
import type { Database } from './store/database.ts';
import { isIn } from './store/portable-sql.ts';

/** Papers kept on one list; the oldest fall off. */
export const MOST_SAVED = 500;

export type ReadingLists = ReturnType<typeof openReadingLists>;

export function openReadingLists({ db, transact }: Database) {
  return {
    /** Newest first. */
    async of(person: PersonId): Promise<PaperId[]> {
      const { rows } = await sql<{ paper: PaperId }>`SELECT paper FROM saved
        WHERE person = ${person} ORDER BY seq DESC`.execute(db);
      return rows.map(({ paper }) => paper);
    },
    /** False when the paper is on the list already. */
    add: (person: PersonId, paper: PaperId) =>
      transact(async ({ query, lock }) => {
        await lock(`saved ${person}`);
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
    /** False when the paper is not on the list. */
    async remove(person: PersonId, paper: PaperId): Promise<boolean> {
      const { numAffectedRows } = await sql`DELETE FROM saved
        WHERE person = ${person} AND paper = ${paper}`.execute(db);
      return numAffectedRows === 1n;
    },
    /** Deletes the lists of a space's people. */
    async forgetSpace(space: SpaceId): Promise<void> {
      const rows = await db.selectFrom('saved').select('person').distinct().execute();
      const people = rows.map(({ person }) => person).filter((person) => isInSpace(person, space));
      await db
        .deleteFrom('saved')
        .where(isIn(db, 'person', people))
        .execute();
    },
  };
}
