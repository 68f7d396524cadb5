/** Limits how often something is done within a time, in the store, so that the limit holds for all processes together. */
import { randomUUID } from 'node:crypto';
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';

/** What was done lately, each with its moment in milliseconds. */
export type Done = { id: string; at: number }[];

/** True, and counted, where `name` was done less than `most` times within `withinMs`. */
export type Quota = (name: string, most: number, withinMs: number) => Promise<boolean>;

/** No limit looks further back. Milliseconds. */
export const DAY_MS = 24 * 3_600_000;

/** @param shelf keeps what was done, by name */
export function createQuota(shelf: Shelf<Done>, clock: Clock): Quota {
  return async (name, most, withinMs) => {
    const own = { id: randomUUID(), at: clock() };
    const [done = []] = await shelf.merge([{ key: name, value: [own] }], (kept = [], came) => {
      const recent = kept.filter(({ at }) => own.at - at < withinMs);
      return recent.length < most ? [...recent, ...came] : recent;
    });
    return done.some(({ id }) => id === own.id);
  };
}

/** Forgets what no limit looks at any more. */
export function sweepQuota(shelf: Shelf<Done>, clock: Clock): Promise<void> {
  return deleteWhere(shelf, (_, done) => done.every(({ at }) => !(clock() - at < DAY_MS)));
}
