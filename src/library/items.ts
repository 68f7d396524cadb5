/** Keeps the libraries of channels and people: which papers are in them, and since when. */
import { sql } from 'kysely';
import type { SpaceId } from '../model/channel-id.ts';
import type { Database, Tx } from '../store/database.ts';
import { deleteInSpace } from '../store/delete-in-space.ts';
import { insertRows, isIn } from '../store/portable-sql.ts';
import type { LibraryItemRow } from '../store/tables.ts';
import type { LibraryEntry } from './entry.ts';

/** Papers kept of one owner's library: what is older than these says little of what is read now. */
export const MOST_KEPT = 20_000;
/** Rows of one statement. */
const AT_ONCE = 500;

/** A channel or a person. */
export type LibraryOwner = string;

/** A paper of a library. */
export interface LibraryItem {
  paper: string;
  title: string;
  abstract: string;
  /** When it was added to the library, in milliseconds. */
  at: number;
}

/** A part of a transaction. */
type Step = (tx: Tx) => Promise<void>;

export type LibraryItems = ReturnType<typeof openLibraryItems>;

export function openLibraryItems({ db, transact }: Pick<Database, 'db' | 'transact'>) {
  const count = async (owner: LibraryOwner): Promise<number> => {
    const row = await db
      .selectFrom('library_items')
      .select(({ fn }) => fn.countAll().as('kept'))
      .where('owner', '=', owner)
      .executeTakeFirst();
    return Number(row?.kept ?? 0);
  };
  /** Which of these papers are in the library. */
  const among = async (owner: LibraryOwner, papers: readonly string[]): Promise<Set<string>> => {
    const there = new Set<string>();
    for (let at = 0; at < papers.length; at += AT_ONCE) {
      const rows = await db
        .selectFrom('library_items')
        .select('paper')
        .where('owner', '=', owner)
        .where(isIn(db, 'paper', papers.slice(at, at + AT_ONCE)))
        .execute();
      for (const { paper } of rows) there.add(paper);
    }
    return there;
  };
  return {
    count,
    /**
     * Adds entries in one transaction. One that is there keeps the moment at which it was added.
     * @param now for entries whose origin does not say when they were added
     * @param check throws, in the same transaction, where nothing is to be added any more
     * @returns how many were new
     */
    async add(
      owner: LibraryOwner,
      origin: LibraryItemRow['origin'],
      entries: readonly LibraryEntry[],
      now: number,
      check: Step = async () => {},
    ): Promise<{ added: number; known: number; over: number }> {
      const before = await count(owner);
      const there = await among(
        owner,
        entries.map(({ paper }) => paper),
      );
      let room = MOST_KEPT - before;
      const taken = entries.filter(({ paper }) => there.has(paper) || room-- > 0);
      const rows = taken.map(({ paper, title, abstract, addedAt = now, key = null }) => {
        return { owner, paper, origin, key, title, abstract, at: addedAt };
      });
      await transact(async (tx) => {
        const { query } = tx;
        await tx.lock(`library ${owner}`);
        await check(tx);
        for (let at = 0; at < rows.length; at += AT_ONCE)
          await sql`${insertRows(query, 'library_items', rows.slice(at, at + AT_ONCE))}
            ON CONFLICT (owner, paper) DO UPDATE SET title = excluded.title, abstract = excluded.abstract,
              origin = excluded.origin, key = COALESCE(excluded.key, library_items.key)`.execute(query);
      });
      const added = (await count(owner)) - before;
      return { added, known: taken.length - added, over: entries.length - taken.length };
    },
    /** Removes what its origin no longer has, by its keys there. Returns the papers that were removed. */
    async remove(
      owner: LibraryOwner,
      origin: LibraryItemRow['origin'],
      keys: readonly string[],
    ): Promise<string[]> {
      const rows = await db
        .deleteFrom('library_items')
        .where('owner', '=', owner)
        .where('origin', '=', origin)
        .where(isIn(db, 'key', keys))
        .returning('paper')
        .execute();
      return rows.map(({ paper }) => paper);
    },
    /** The newest papers of a library, the newest first. */
    async of(owner: LibraryOwner, most: number): Promise<LibraryItem[]> {
      const rows = await db
        .selectFrom('library_items')
        .select(['paper', 'title', 'abstract', 'at'])
        .where('owner', '=', owner)
        .orderBy('at', 'desc')
        .orderBy('paper')
        .limit(most)
        .execute();
      return rows.map(({ at, ...item }) => ({ ...item, at: Number(at) }));
    },
    /** Deletes a library, and does what else belongs to it in the same transaction. Returns how many papers it had. */
    clear: (owner: LibraryOwner, also: Step = async () => {}): Promise<number> =>
      transact(async (tx) => {
        await tx.lock(`library ${owner}`);
        await also(tx);
        const { numDeletedRows } = await tx.query
          .deleteFrom('library_items')
          .where('owner', '=', owner)
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
    /** Deletes the libraries of a space's channels and people. */
    forgetSpace: (space: SpaceId) => deleteInSpace(db, 'library_items', 'owner', space),
  };
}
