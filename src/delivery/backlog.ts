/** Counts the deliveries that are not settled: how many there are of each state, how many could be sent now, and the oldest. */
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import type { DeliveryState } from './delivery.ts';
import { isOpen, isUnleased, isUnwaiting, isWorkable } from './ledger-reads.ts';

export type OpenState = Extract<DeliveryState, 'planned' | 'posting' | 'unknown'>;

export interface Backlog {
  states: Record<OpenState, number>;
  /** Planned, and neither waiting nor leased: what the sender takes next. */
  ready: number;
  /** Could not be confirmed, and wait for a person. */
  forPerson: number;
  /** When the oldest that waits for no person was due, in milliseconds; undefined when there is none. */
  oldestDue?: number;
}

interface Row {
  state: OpenState;
  count: number;
  ready: number;
  workable: number;
  oldest: number | null;
}

/** Channels whose deliveries are counted in one statement, which takes some milliseconds; in between, other work runs. */
const PAGE = 1_000;

/** Reads no settled row, so its cost grows with what is open and not with the history. */
export async function readBacklog({ db }: Pick<Database, 'db'>, now: number): Promise<Backlog> {
  const states = { planned: 0, posting: 0, unknown: 0 };
  let [ready, forPerson] = [0, 0];
  let oldestDue = Number.POSITIVE_INFINITY;
  let after = '';
  for (let last: string | undefined = ''; last !== undefined; after = last ?? after) {
    last = await endOfPage(db, after);
    for (const row of await countPage(db, now, after, last)) {
      states[row.state] += row.count;
      ready += row.ready;
      forPerson += row.count - row.workable;
      oldestDue = Math.min(oldestDue, row.oldest ?? oldestDue);
    }
    await breathe();
  }
  return { states, ready, forPerson, ...(Number.isFinite(oldestDue) ? { oldestDue } : {}) };
}

/** The last channel of a page of open deliveries; undefined for the last page. */
async function endOfPage(db: Database['db'], after: string): Promise<string | undefined> {
  const { rows } = await sql<{ channel: string }>`SELECT channel FROM deliveries
    WHERE ${isOpen} AND channel > ${after} ORDER BY channel LIMIT 1 OFFSET ${PAGE - 1}`.execute(db);
  return rows[0]?.channel;
}

async function countPage(db: Database['db'], now: number, after: string, last?: string): Promise<Row[]> {
  const { rows } = await sql<Row>`SELECT state, count(*) AS count,
      count(CASE WHEN state = 'planned' AND ${isUnwaiting(now)} AND ${isUnleased(now)} THEN 1 END) AS ready,
      count(CASE WHEN ${isWorkable} THEN 1 END) AS workable,
      min(CASE WHEN ${isWorkable} THEN slot_at END) AS oldest
    FROM deliveries
    WHERE ${isOpen} AND channel > ${after} ${last === undefined ? sql`` : sql`AND channel <= ${last}`}
    GROUP BY state`.execute(db);
  return rows;
}
