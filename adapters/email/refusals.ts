/**
 * Leaves addresses alone that servers refused for good several times in a row, at once or by sending mail back, and those whose
 * readers reported it as spam, until they confirm again.
 */
import { isDeepStrictEqual } from 'node:util';
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import { later, PaperboyError } from '../../src/model/errors.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { MOST_REFUSALS, REMEMBERED_MS, RETURN_MS } from './limits.ts';

/** A year. Milliseconds. */
const KEEP_MS = 365 * 24 * 3_600_000;

/** How often an address was refused since a post last arrived, and what was said last. */
export interface Refused {
  times: number;
  why: string;
  at: number;
  /** Messages that came back, by their Message-ID: that a server takes the next one does not say that it arrives. */
  returned?: string[];
  /** When the first message since then was taken. */
  takenAt?: number;
  /** A reader reported a message as spam. */
  isComplaint?: true;
  /** When its reader confirmed last: what was sent before counts no more. */
  confirmedAt?: number;
}

export type Refusals = ReturnType<typeof createRefusals>;

/** @param shelf keeps the refusals of each address */
export function createRefusals(shelf: Shelf<Refused>, clock: Clock) {
  /** Adds one refusal. What was counted before is counted once, however often it is told. */
  async function add(
    address: string,
    why: string,
    more: (kept?: Refused) => Partial<Refused>,
  ): Promise<void> {
    const value = { times: 1, why, at: clock() };
    await shelf.merge([{ key: address, value }], (kept, came) => {
      const { takenAt: _, ...before } = kept ?? came;
      return { ...before, ...came, times: (kept?.times ?? 0) + 1, ...more(kept) };
    });
  }

  return {
    /** Returns when it was asked, for `refused`. @throws PaperboyError `no-access` for an address that is left alone */
    async check(address: string): Promise<number> {
      const at = clock();
      const why = whyLeftAlone(await shelf.get(address));
      if (why !== undefined) throw new PaperboyError('no-access', why);
      return at;
    },
    /** Why an address is left alone, for each; undefined for those that are not. */
    async leftAlone(addresses: string[]): Promise<(string | undefined)[]> {
      return (await shelf.getMany(addresses)).map(whyLeftAlone);
    },
    /** A server refused a message to an address. @param begunAt when sending it began */
    async refused(address: string, failure: PaperboyError, begunAt: number): Promise<void> {
      if (failure.code !== 'no-access') return;
      await add(address, failure.message, (kept) => (isSettled(kept, begunAt) ? { ...kept } : {}));
    },
    /**
     * A message to an address came back for good. Telling it again changes nothing. Returns whether it counts: not where its reader
     * confirmed since it was sent. @param message.at when it was first tried
     */
    async returned(
      address: string,
      failure: PaperboyError,
      { messageId, at }: { messageId: string; at: number },
    ): Promise<boolean> {
      if ((await shelf.get(address))?.returned?.includes(messageId)) return true;
      let counts = true;
      await add(address, failure.message, (kept) => {
        const returned = kept?.returned ?? [];
        counts = !isSettled(kept, at);
        return returned.includes(messageId) || !counts
          ? { ...kept }
          : { returned: [...returned, messageId].slice(-MOST_REFUSALS) };
      });
      return counts;
    },
    /**
     * A reader of an address reported a message as spam: nothing more is sent there. Returns whether it counts, as for `returned`.
     * @param at when the message was first tried
     */
    async complained(address: string, why: string, at: number): Promise<boolean> {
      let counts = true;
      await add(address, why, (kept) => {
        counts = !isSettled(kept, at);
        return counts ? { times: MOST_REFUSALS, isComplaint: true } : { ...kept };
      });
      return counts;
    },
    /** A server took a message to an address. Where some came back, only time tells whether it arrives. */
    async taken(address: string): Promise<void> {
      const kept = await shelf.get(address);
      // A message that was under way when its reader complained proves nothing.
      if (kept === undefined || whyLeftAlone(kept) !== undefined) return;
      const { returned, takenAt, confirmedAt } = kept;
      const isProven = returned === undefined || (takenAt !== undefined && clock() - takenAt > RETURN_MS);
      if (isProven) {
        if (confirmedAt === undefined) return shelf.deleteUnchanged(address, kept);
        await shelf.update(address, (now) => (isDeepStrictEqual(now, kept) ? confirmed(confirmedAt) : now));
      } else if (takenAt === undefined) await shelf.update(address, (now) => ({ takenAt: clock(), ...now }));
    },
    /** Forgets refusals of long ago: an address may be somebody's again. */
    sweep: () =>
      deleteWhere(shelf, (_, { at, times }) => !(clock() - at <= (times === 0 ? REMEMBERED_MS : KEEP_MS))),
    /** The reader of an address confirmed: no refusal until now counts any more, nor one of what is under way. */
    async forget(address: string): Promise<void> {
      await shelf.set(address, confirmed(clock()));
    },
  };
}

/** What is kept of an address that nothing speaks against since its reader confirmed. */
function confirmed(at: number): Refused {
  return { times: 0, why: '', at, confirmedAt: at };
}

/** Whether its reader confirmed since a message was sent. @param at when it was */
function isSettled(kept: Refused | undefined, at: number): kept is Refused {
  return kept?.confirmedAt !== undefined && at < kept.confirmedAt;
}

function whyLeftAlone(refused: Refused | undefined): string | undefined {
  if (refused === undefined || refused.times < MOST_REFUSALS) return undefined;
  const after = refused.isComplaint ? '' : `After ${MOST_REFUSALS} refusals `;
  const nothing = `${after === '' ? 'N' : 'n'}othing more is sent there until the address confirms again.`;
  return `${refused.why} ${after}${nothing}`;
}

/** Nothing was sent, as the store could not be asked first. */
export function unasked(thrown: unknown): PaperboyError {
  if (thrown instanceof PaperboyError && thrown.code !== 'store') return thrown;
  return later("Paperboy's store couldn't be asked, so nothing was sent. It will be tried again.", 30_000);
}
