/** Leaves addresses alone that servers refused for good several times in a row, until they confirm again. */

import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import { later, PaperboyError } from '../../src/model/errors.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { MOST_REFUSALS } from './limits.ts';

/** A year. Milliseconds. */
const KEEP_MS = 365 * 24 * 3_600_000;

/** How often an address was refused since a post last arrived, and what was said last. */
export interface Refused {
  times: number;
  why: string;
  at: number;
}

export type Refusals = ReturnType<typeof createRefusals>;

/** @param shelf keeps the refusals of each address */
export function createRefusals(shelf: Shelf<Refused>, clock: Clock) {
  return {
    /** @throws PaperboyError `no-access` for an address that is left alone */
    async check(address: string): Promise<void> {
      const refused = await shelf.get(address);
      if (refused === undefined || refused.times < MOST_REFUSALS) return;
      throw new PaperboyError(
        'no-access',
        `${refused.why} After ${MOST_REFUSALS} refusals nothing more is sent there until the address confirms again.`,
      );
    },
    /** What became of a message to an address: refused for good, or taken. */
    async note(address: string, failure: PaperboyError | undefined): Promise<void> {
      if (failure === undefined) return this.forget(address);
      if (failure.code !== 'no-access') return;
      const value = { times: 1, why: failure.message, at: clock() };
      await shelf.merge([{ key: address, value }], (kept, came) => ({
        ...came,
        times: (kept?.times ?? 0) + 1,
      }));
    },
    /** Forgets refusals of long ago: an address may be somebody's again. */
    sweep: () => deleteWhere(shelf, (_, { at }) => !(clock() - at <= KEEP_MS)),
    async forget(address: string): Promise<void> {
      if ((await shelf.get(address)) !== undefined) await shelf.delete(address);
    },
  };
}

/** Nothing was sent, as the store could not be asked first. */
export function unasked(thrown: unknown): PaperboyError {
  if (thrown instanceof PaperboyError && thrown.code !== 'store') return thrown;
  return later("Paperboy's store couldn't be asked, so nothing was sent. It will be tried again.", 30_000);
}
