/**
 * Keeps what people said of papers: relevant, not for us, saved, shared, or in their library. A signal belongs to a person and to
 * the channel where it was given; taste is learned of either. Every change is one statement or one transaction.
 */
import { type RawBuilder, sql } from 'kysely';
import type { ChannelId, PaperId, PersonId, SpaceId } from '../model/channel-id.ts';
import { isMark, MARKS, type Mark } from '../model/mark.ts';
import type { Database, Tx } from '../store/database.ts';
import { deleteInSpace } from '../store/delete-in-space.ts';
import { insertRows, isIn } from '../store/portable-sql.ts';
import type { SignalRow } from '../store/tables.ts';

export const SIGNAL_KINDS = [...MARKS, 'saved', 'shared', 'library'] as const;
/** `not-relevant` is the only one against a paper. `library`: the paper was in a library that was read in. */
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** What a person said of a paper, in a channel; without one, of the person's own. */
export interface Signal {
  person: PersonId;
  channel?: ChannelId;
  paper: PaperId;
  kind: SignalKind;
  /** Milliseconds since 1970. Of a library: when the paper was added to it, so that taste can fade. */
  at: number;
  /** Title and abstract of a paper that is not stored here. */
  text?: string;
}

/** Whose taste: what people said in a channel, or what one person said anywhere. */
export type TasteOwner = { channel: ChannelId } | { person: PersonId };

/** Signals of one owner that are read, the newest: older ones hardly count. As many of libraries, so that these crowd out no mark. */
export const MOST_READ = 1_000;
/** Rows of one statement. */
const AT_ONCE = 500;
/** When a paper of a library that does not say counts as added: before all that anyone said here. */
export const UNDATED = 0;

export interface Signals {
  /** Adds what a person said, in place of what they said of this kind of the paper in that channel before. One mark replaces the other. */
  add(signal: Signal): Promise<void>;
  /**
   * Adds the papers of a library in one transaction. One that is there stays, with its moment: reading a library in again makes
   * nothing newer.
   * @param check throws, in the same transaction, where nothing is to be added any more
   */
  addLibrary(
    owner: ChannelId | PersonId,
    papers: readonly Pick<Signal, 'paper' | 'at' | 'text'>[],
    check?: (tx: Tx) => Promise<void>,
  ): Promise<void>;
  /** Takes back what a person said of a paper in a channel, of this kind. False when they did not say it. */
  remove(signal: Pick<Signal, 'person' | 'channel' | 'paper' | 'kind'>): Promise<boolean>;
  /** Takes back what a person said of a paper, of this kind, wherever it was said. Returns how often it was. */
  removeAnywhere(said: Pick<Signal, 'person' | 'paper' | 'kind'>): Promise<number>;
  /** Takes back all of this kind that a person said, wherever it was said. Returns how many. */
  removeAll(said: Pick<Signal, 'person' | 'kind'>): Promise<number>;
  /** Deletes what a library said, and nothing that anyone said here. Returns how many. */
  clearLibrary(owner: ChannelId | PersonId): Promise<number>;
  /** How a person has marked some of these papers in a channel. */
  marksOf(
    said: Pick<Signal, 'person' | 'channel'> & { papers: readonly PaperId[] },
  ): Promise<Map<PaperId, Mark>>;
  /**
   * The owner's newest signals and the newest of its library, all newest first. Of what a person said of one paper in one channel, the
   * mark counts, else the newest.
   */
  of(owner: TasteOwner): Promise<Signal[]>;
  /**
   * How many papers were marked, saved or shared, counted once for each person and channel; how many rows that takes; and a text that
   * changes with every change of them.
   */
  state(owner: TasteOwner): Promise<{ count: number; rows: number; stamp: string }>;
  /**
   * Deletes all signals of an owner. Returns how many, counted as in `state`.
   * @param keep is given what was deleted, in the same transaction
   */
  reset(owner: TasteOwner, keep?: (deleted: Signal[], tx: Tx) => Promise<void>): Promise<number>;
  /**
   * Adds what a reset of a channel deleted. What was said of a paper since stays, and so does a newer mark. Papers that have left the
   * library since are not added as a library's.
   */
  putBack(channel: ChannelId, signals: readonly Signal[]): Promise<void>;
  /** Deletes the signals of a space's people and channels. */
  forgetSpace(space: SpaceId): Promise<void>;
}

/** No channel: a person's own. A column of a primary key cannot be null. */
const NONE = '';

function readRow({ person, channel, paper, kind, at, text }: SignalRow): Signal {
  return {
    person,
    ...(channel === NONE ? {} : { channel }),
    paper,
    kind: kind as SignalKind,
    at: Number(at),
    ...(text === null ? {} : { text }),
  };
}

/** One of each person, channel and paper: the mark, else the first. */
function onePerPaper(signals: readonly Signal[]): Signal[] {
  const strongest = new Map<string, Signal>();
  for (const signal of signals) {
    const key = keyOf(signal);
    const before = strongest.get(key);
    if (before === undefined || (isMark(signal.kind) && !isMark(before.kind))) strongest.set(key, signal);
  }
  return signals.filter((signal) => strongest.get(keyOf(signal)) === signal);
}

const keyOf = ({ person, channel = NONE, paper }: Pick<Signal, 'person' | 'channel' | 'paper'>) =>
  JSON.stringify([person, channel, paper]);

export function openSignals({ db, transact }: Database): Signals {
  const isOf = (owner: TasteOwner) =>
    'channel' in owner ? sql`channel = ${owner.channel}` : sql`person = ${owner.person}`;

  return {
    add: ({ person, channel = NONE, paper, kind, at, text = null as string | null }) =>
      transact(async ({ query, lock }) => {
        await lock(`signals ${person}`);
        await sql`DELETE FROM signals WHERE person = ${person} AND channel = ${channel} AND paper = ${paper}
          AND kind IN (${sql.join(isMark(kind) ? MARKS : [kind])})`.execute(query);
        await sql`INSERT INTO signals (person, channel, paper, kind, at, text)
          VALUES (${person}, ${channel}, ${paper}, ${kind}, ${at}, ${text})`.execute(query);
      }),
    addLibrary: (owner, papers, check = async () => {}) =>
      transact(async (tx) => {
        const { query } = tx;
        await tx.lock(`signals ${owner}`);
        await check(tx);
        const rows = papers.map(({ paper, at, text = null as string | null }) => {
          return { person: owner, channel: owner, paper, kind: 'library', at, text };
        });
        for (let at = 0; at < rows.length; at += AT_ONCE)
          await sql`${insertRows(query, 'signals', rows.slice(at, at + AT_ONCE))}
            ON CONFLICT (person, channel, paper, kind) DO NOTHING`.execute(query);
      }),
    async remove({ person, channel = NONE, paper, kind }) {
      const { numDeletedRows } = await db
        .deleteFrom('signals')
        .where('person', '=', person)
        .where('channel', '=', channel)
        .where('paper', '=', paper)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
    async removeAnywhere({ person, paper, kind }) {
      const { numDeletedRows } = await db
        .deleteFrom('signals')
        .where('person', '=', person)
        .where('paper', '=', paper)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async removeAll({ person, kind }) {
      const { numDeletedRows } = await db
        .deleteFrom('signals')
        .where('person', '=', person)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    clearLibrary: (owner) =>
      transact(async ({ query, lock }) => {
        // What is being added is there by then.
        await lock(`signals ${owner}`);
        const { numDeletedRows } = await query
          .deleteFrom('signals')
          .where('person', '=', owner)
          .where('channel', '=', owner)
          .where('kind', '=', 'library')
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
    async marksOf({ person, channel = NONE, papers }) {
      const rows = await db
        .selectFrom('signals')
        .select(['paper', 'kind'])
        .where('person', '=', person)
        .where('channel', '=', channel)
        .where('kind', 'in', MARKS)
        .where(isIn(db, 'paper', papers))
        .execute();
      return new Map(rows.map(({ paper, kind }) => [paper, kind as Mark]));
    },
    async of(owner) {
      const read = (which: RawBuilder<unknown>) =>
        sql<SignalRow>`SELECT person, channel, paper, kind, at, text FROM signals
          WHERE ${isOf(owner)} AND ${which}
          ORDER BY at DESC, paper, person LIMIT ${sql.lit(MOST_READ)}`.execute(db);
      const said = await read(sql`kind <> 'library'`);
      const library = await read(sql`kind = 'library'`);
      // Sorting keeps the order of equal ones, so that what was said comes first.
      return onePerPaper([...said.rows, ...library.rows].map(readRow).sort((a, b) => b.at - a.at));
    },
    async state(owner) {
      // A changed mark has a new moment; papers of a library may all have the same.
      const { rows } = await sql<
        Record<'count' | 'all' | 'newest' | 'sum' | 'first' | 'last', number | string | null>
      >`
        SELECT (SELECT count(*) FROM (SELECT DISTINCT person, channel, paper FROM signals WHERE ${isOf(owner)}) AS papers) AS count,
          count(*) AS "all", max(at) AS newest, sum(at) AS sum, min(paper) AS first, max(paper) AS last
        FROM signals WHERE ${isOf(owner)}`.execute(db);
      const { count = 0, all = 0, newest = 0, sum = 0, first = '', last = '' } = rows[0] ?? {};
      return { count: Number(count), rows: Number(all), stamp: `${all} ${newest} ${sum} ${first} ${last}` };
    },
    putBack: (channel, signals) =>
      transact(async ({ query, lock }) => {
        // In one order, so that two transactions can't deadlock.
        for (const person of [...new Set(signals.map(({ person }) => person))].sort())
          await lock(`signals ${person}`);
        const { rows } = await sql<SignalRow>`SELECT person, channel, paper FROM signals
          WHERE channel = ${channel} AND kind IN (${sql.join(MARKS)})`.execute(query);
        const marked = new Set(rows.map(keyOf));
        const library = await query
          .selectFrom('library_items')
          .select('paper')
          .where('owner', '=', channel)
          .execute();
        const listed = new Set(library.map(({ paper }) => paper));
        const isLeftOut = (one: Signal) =>
          one.kind === 'library' ? !listed.has(one.paper) : isMark(one.kind) && marked.has(keyOf(one));
        const back = signals.filter((one) => !isLeftOut(one));
        const kept = back.map(({ text = null as string | null, ...one }) => ({ ...one, channel, text }));
        for (let at = 0; at < kept.length; at += AT_ONCE)
          await sql`${insertRows(query, 'signals', kept.slice(at, at + AT_ONCE))}
            ON CONFLICT (person, channel, paper, kind) DO NOTHING`.execute(query);
      }),
    reset: (owner, keep = async () => {}) =>
      transact(async (tx) => {
        const { rows } = await sql<SignalRow>`DELETE FROM signals WHERE ${isOf(owner)}
          RETURNING person, channel, paper, kind, at, text`.execute(tx.query);
        await keep(rows.map(readRow), tx);
        return new Set(rows.map(keyOf)).size;
      }),
    async forgetSpace(space) {
      await deleteInSpace(db, 'signals', 'person', space);
      await deleteInSpace(db, 'signals', 'channel', space);
    },
  };
}
