/** Keeps each person's reading list: papers with notes, those to read first. Every change is one transaction. */
import { sql } from 'kysely';
import type { PaperId, PersonId, SpaceId } from './model/channel-id.ts';
import type { ListPlace } from './model/list-action.ts';
import type { Database } from './store/database.ts';
import { deleteInSpace } from './store/delete-in-space.ts';
import type { SavedRow } from './store/tables.ts';

/** Papers kept on one list: nothing more is added to a full one, and nothing falls off. */
export const MOST_SAVED = 500;
/** Characters of a note. */
export const MOST_NOTE = 500;

/** A paper on a list. */
export interface SavedPaper {
  paper: PaperId;
  /** When it was done, in milliseconds; absent: it is still to be read. */
  doneAt?: number;
  note?: string;
}

/** A paper with its place on its list. */
export type PlacedPaper = SavedPaper & ListPlace;

type Row = Pick<SavedRow, 'paper' | 'done_at' | 'note'>;

function readRow({ paper, done_at, note }: Row): SavedPaper {
  return {
    paper,
    ...(done_at === null ? {} : { doneAt: Number(done_at) }),
    ...(note === null ? {} : { note }),
  };
}

/** How many papers of a list, in its order, stand before the first behind a place. */
export function countUpTo({ seq, doneAt }: ListPlace, list: readonly PlacedPaper[]): number {
  const isBehind = (one: PlacedPaper) => {
    if (one.doneAt === undefined || doneAt === undefined)
      return doneAt === undefined && (one.doneAt !== undefined || one.seq < seq);
    return one.doneAt < doneAt || (one.doneAt === doneAt && one.seq < seq);
  };
  const first = list.findIndex(isBehind);
  return first < 0 ? list.length : first;
}

/** The place of the last of some papers, as a button carries it. Takes at least one. */
export function placeOfLast(shown: readonly PlacedPaper[]): ListPlace {
  const { seq = 0, doneAt } = shown.at(-1) ?? {};
  return { seq, ...(doneAt === undefined ? {} : { doneAt }) };
}

export type ReadingLists = ReturnType<typeof openReadingLists>;

export function openReadingLists({ db, transact }: Database) {
  /** Writes one column of one row. False when the paper is not on the list. */
  const set = async (
    person: PersonId,
    paper: PaperId,
    values: { done_at: number | null } | { note: string | null },
  ): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('saved')
      .set(values)
      .where('person', '=', person)
      .where('paper', '=', paper)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  };

  return {
    /** What is to be read, newest first; then what is done, the latest first. Their places are the numbers people see. */
    async of(person: PersonId): Promise<PlacedPaper[]> {
      const { rows } = await sql<Row & Pick<SavedRow, 'seq'>>`
        SELECT paper, seq, done_at, note FROM saved WHERE person = ${person}
        ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, done_at DESC, seq DESC`.execute(db);
      return rows.map((row) => ({ ...readRow(row), seq: Number(row.seq) }));
    },
    /** `known`: it is on the list already, which leaves it as it is. `full`: the list has room for no more. */
    add: (person: PersonId, { paper, doneAt, note }: SavedPaper): Promise<'added' | 'known' | 'full'> =>
      transact(async ({ query, lock }) => {
        await lock(`saved ${person}`);
        const { rows } = await sql<{ kept: number; same: number }>`SELECT count(*) AS kept,
          count(CASE WHEN paper = ${paper} THEN 1 END) AS same FROM saved WHERE person = ${person}`.execute(
          query,
        );
        const [counts] = rows;
        if (Number(counts?.same) > 0) return 'known';
        if (Number(counts?.kept) >= MOST_SAVED) return 'full';
        await sql`INSERT INTO saved (person, paper, seq, done_at, note)
          VALUES (${person}, ${paper}, (SELECT coalesce(max(seq), 0) + 1 FROM saved WHERE person = ${person}),
            ${doneAt ?? null}, ${note ?? null})`.execute(query);
        return 'added';
      }),
    /** What was removed; undefined when the paper is not on the list. */
    async remove(person: PersonId, paper: PaperId): Promise<SavedPaper | undefined> {
      const { rows } = await sql<Row>`DELETE FROM saved
        WHERE person = ${person} AND paper = ${paper} RETURNING paper, done_at, note`.execute(db);
      return rows[0] && readRow(rows[0]);
    },
    /** Marks a paper as done at a moment, or, without one, as still to be read. False when it is not on the list. */
    setDone: (person: PersonId, paper: PaperId, doneAt: number | undefined) =>
      set(person, paper, { done_at: doneAt ?? null }),
    /** Marks all that is still to be read as done at a moment. Returns how many papers. */
    async setAllDone(person: PersonId, doneAt: number): Promise<number> {
      const open = db.updateTable('saved').set({ done_at: doneAt }).where('person', '=', person);
      const { numUpdatedRows } = await open.where('done_at', 'is', null).executeTakeFirst();
      return Number(numUpdatedRows);
    },
    /** Marks what is done as still to be read: all, or what was done at one moment. Returns how many papers. */
    async setAllUndone(person: PersonId, doneAt?: number): Promise<number> {
      const done = db.updateTable('saved').set({ done_at: null }).where('person', '=', person);
      const some =
        doneAt === undefined ? done.where('done_at', 'is not', null) : done.where('done_at', '=', doneAt);
      return Number((await some.executeTakeFirst()).numUpdatedRows);
    },
    /** Removes the whole list, where it has so many papers. Returns whether it had. */
    removeAll: (person: PersonId, count: number): Promise<boolean> =>
      transact(async ({ query, lock }) => {
        await lock(`saved ${person}`);
        const { rows } = await sql<{ kept: number }>`SELECT count(*) AS kept FROM saved
          WHERE person = ${person}`.execute(query);
        if (Number(rows[0]?.kept) !== count) return false;
        await sql`DELETE FROM saved WHERE person = ${person}`.execute(query);
        return true;
      }),
    /** Gives a paper a note, or takes it away. False when the paper is not on the list. */
    setNote: (person: PersonId, paper: PaperId, note: string | undefined) =>
      set(person, paper, { note: note ?? null }),
    /** Deletes the lists of a space's people. */
    forgetSpace: (space: SpaceId) => deleteInSpace(db, 'saved', 'person', space),
  };
}
