/**
 * Deletes once a day what is older than it is to be kept, for all processes on the store together, in slices between which answers
 * are given. What keeps a paper from coming twice is never deleted: that it arrived, its title and ids, and where it was sent.
 */
import { sql } from 'kysely';
import type { Archive } from '../archive/archive.ts';
import { UNDO_DAYS } from '../channels/change-log.ts';
import type { Retention } from '../config/retention.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { addDays, dayAt } from '../model/days.ts';
import type { Clock, Log, Shelf } from '../model/ports.ts';
import type { InOneProcess } from '../store/alone.ts';
import type { Database } from '../store/database.ts';
import { createBackgroundWork } from './background-work.ts';

const DAY_MS = 24 * 3_600_000;
/** Rows of one slice: some milliseconds. */
const SLICE = 200;
/** Between two slices, for answers and posts. Milliseconds. */
const REST_MS = 20;
/** Answers of sources are fetched again after this. Days. */
const ANSWERS_DAYS = 8;
const KEY = 'last';

interface RetentionContext {
  keep: Retention;
  database: Pick<Database, 'db'>;
  archive: Pick<Archive, 'trim'>;
  ledger: Pick<Ledger, 'prune'>;
  tasteResets: { sweep(): Promise<void> };
  /** When it was done last, by whichever process. */
  shelf: Shelf<{ at: number }>;
  unlessElsewhere: InOneProcess['unlessElsewhere'];
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
  log: Log;
}

export function createRetention(context: RetentionContext) {
  const { keep, database, archive, ledger, tasteResets, shelf, unlessElsewhere, clock, sleep, log } = context;
  const { db } = database;
  let stopped = false;
  /** In this process: a day that was looked at here needs no look into the store. */
  let doneAt = Number.NEGATIVE_INFINITY;

  /** Repeats a slice until it deletes less than a whole one. Returns how much was deleted in all. */
  async function inSlices(slice: () => Promise<number>): Promise<number> {
    let sum = 0;
    while (!stopped) {
      const count = await slice();
      sum += count;
      if (count < SLICE) break;
      await sleep(REST_MS);
    }
    return sum;
  }

  /** Old rows of a table, by the column that says when or on which day they are of. */
  const deleteOld = (table: string, key: string, column: string, before: number | string) =>
    inSlices(async () => {
      const old = sql`SELECT ${sql.ref(key)} FROM ${sql.table(table)} WHERE ${sql.ref(column)} < ${before}
        LIMIT ${sql.lit(SLICE)}`;
      const deleted = sql`DELETE FROM ${sql.table(table)} WHERE ${sql.ref(column)} < ${before}
        AND ${sql.ref(key)} IN (${old})`;
      return Number((await deleted.execute(db)).numAffectedRows ?? 0);
    });

  /** Reduces old papers, from the first arrival on. */
  async function trimPapers(before: string): Promise<number> {
    let sum = 0;
    for (let after = 0; !stopped; ) {
      const { last, trimmed } = await archive.trim(before, after, SLICE);
      sum += trimmed;
      if (last === undefined) break;
      after = last;
      await sleep(REST_MS);
    }
    return sum;
  }

  async function work(): Promise<void> {
    const now = clock();
    const { at = Number.NEGATIVE_INFINITY } = (await shelf.get(KEY)) ?? {};
    // A moment ahead was written by a clock that was wrong.
    if (now - at < DAY_MS && at <= now) {
      doneAt = at;
      return;
    }
    const ago = (days: number) => now - days * DAY_MS;
    const deleted = {
      deliveries: await inSlices(() => ledger.prune(ago(keep.deliveries), SLICE)),
      judgements: await deleteOld('judgements', 'paper', 'at', ago(keep.judgements)),
      requests: await deleteOld('model_days', 'day', 'day', addDays(dayAt(now), -keep.judgements)),
      changes: await deleteOld('channel_changes', 'id', 'at', ago(UNDO_DAYS)),
      answers: await deleteOld('answers', 'url', 'at', ago(ANSWERS_DAYS)),
      papers: keep.papers === undefined ? 0 : await trimPapers(addDays(dayAt(now), -keep.papers)),
    };
    if (stopped) return;
    await tasteResets.sweep();
    await shelf.set(KEY, { at: now });
    doneAt = now;
    if (Object.values(deleted).some((count) => count > 0)) log.info('deleted what is too old', deleted);
  }

  const { start, settled } = createBackgroundWork({
    name: 'delete what is too old',
    failed: 'what is too old could not be deleted; trying again in a minute',
    work,
    unlessElsewhere,
    log,
  });

  return {
    /** Begins the day's work in the background, unless it was done. Never throws. */
    start(): void {
      const since = clock() - doneAt;
      if (since >= DAY_MS || since < 0) start();
    },
    /** Resolves when nothing is in progress. */
    settled,
    /** Ends it after the slice at hand. */
    stop(): Promise<void> {
      stopped = true;
      return settled();
    },
  };
}
