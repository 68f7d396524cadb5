/**
 * Keeps who was asked to confirm, and what they get once they do. An address has one open invitation at most: until it is
 * confirmed or too old, no other is sent. Every step is one change in the store, so that of several processes one takes it.
 */
import { randomUUID } from 'node:crypto';
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import type { AddressWish } from '../../src/model/addresses.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { type Invitation, newInvitation, wishesOf, withWish } from './invitation.ts';
import { isSame } from './links.ts';

/** An invitation can be confirmed for so long. Milliseconds. */
export const OPEN_MS = 48 * 3_600_000;
/** A sender that did not renew its claim for so long has died, and so has who starts what was confirmed: others go on. Milliseconds. */
export const LEASE_MS = 2 * 60_000;
/** Between two attempts, however often it is asked for. Milliseconds. */
export const FIRST_WAIT_MS = 60_000;
const KEEP_MS = 7 * 24 * 3_600_000;
/** Attempts before an invitation is given up: over some hours. */
export const MOST_ATTEMPTS = 8;
/** Wrong codes after which an invitation is over. */
const MOST_TRIES = 5;

/** How a confirmation ended. `confirmed` for the one caller that starts what was asked for; `underWay` while another does. */
export type Confirmation =
  | { kind: 'confirmed'; invitation: Invitation }
  | { kind: 'underWay' }
  | { kind: 'already' }
  | { kind: 'wrong' };

export type Invitations = ReturnType<typeof createInvitations>;

/** @param shelf keeps the newest invitation of each address */
export function createInvitations(shelf: Shelf<Invitation>, clock: Clock) {
  const isOpen = ({ state, at, tries }: Invitation) =>
    (state === 'waiting' || state === 'sending' || state === 'sent') &&
    tries < MOST_TRIES &&
    clock() - at < OPEN_MS;
  /** Who began to start what was confirmed has died, or could not go on. */
  const isInterrupted = ({ state, leasedUntil = 0 }: Invitation) =>
    state === 'confirming' && leasedUntil <= clock();
  const isDue = (kept: Invitation) =>
    isOpen(kept) &&
    (kept.state === 'waiting'
      ? kept.notBefore <= clock()
      : kept.state === 'sending' &&
        clock() - (kept.triedAt ?? kept.at) >= LEASE_MS &&
        kept.attempts < MOST_ATTEMPTS);
  const begun = (kept: Invitation, own: string): Invitation => ({
    ...kept,
    state: 'confirming',
    confirmedBy: own,
    leasedUntil: clock() + LEASE_MS,
  });

  /** Confirms where `fits`. @param tried how many tries it is where it does not: a code can be guessed, and a token cannot */
  async function confirm(
    address: string,
    fits: (kept: Invitation) => boolean,
    tried: 0 | 1,
  ): Promise<Confirmation> {
    const own = randomUUID();
    let isWrong = false;
    const made = await shelf.update(address, (kept) => {
      isWrong = kept.tries >= MOST_TRIES || !fits(kept);
      if (isWrong) return { ...kept, tries: kept.tries + tried };
      return isOpen(kept) || isInterrupted(kept) ? begun(kept, own) : kept;
    });
    if (made === undefined || isWrong) return { kind: 'wrong' };
    if (made.confirmedBy === own) return { kind: 'confirmed', invitation: made };
    if (made.state === 'confirming') return { kind: 'underWay' };
    return made.state === 'confirmed' ? { kind: 'already' } : { kind: 'wrong' };
  }

  /** An open invitation that is asked for again: it is sent again only where it is not certain to have been sent. */
  function again(kept: Invitation): Invitation {
    const { state, unsure, triedAt = kept.at, notBefore } = kept;
    const soonest = Math.max(clock(), triedAt + FIRST_WAIT_MS);
    if (state === 'waiting') return { ...kept, notBefore: Math.min(notBefore, soonest) };
    return state === 'sent' && unsure ? { ...kept, state: 'waiting', notBefore: soonest } : kept;
  }

  /** With what is asked for: a fresh one where none is open, behind the one that is being started where there is such a one. */
  function asked(kept: Invitation | undefined, fresh: Invitation): Invitation {
    if (kept?.state === 'confirming')
      return { ...kept, next: kept.next ? withWish(kept.next, fresh.wish) : fresh };
    return kept !== undefined && isOpen(kept) ? again(withWish(kept, fresh.wish)) : fresh;
  }

  return {
    /** Stores an invitation to be sent; where the address has an open one already, adds to that one what it is to get. */
    async open(address: string, wish: AddressWish): Promise<void> {
      const fresh = { ...newInvitation(wish), at: clock(), notBefore: clock() };
      await shelf.merge([{ key: address, value: fresh }], asked);
    },
    /** The invitation to be sent now by the caller alone; undefined where there is nothing to be sent. */
    async take(address: string): Promise<Invitation | undefined> {
      const owner = randomUUID();
      const made = await shelf.update(address, (kept) =>
        isDue(kept)
          ? {
              ...kept,
              state: 'sending',
              owner,
              triedAt: clock(),
              // One whose sender died may have made it die.
              ...(kept.state === 'sending' ? { attempts: kept.attempts + 1 } : {}),
            }
          : kept,
      );
      return made?.owner === owner ? made : undefined;
    },
    /** Says that the one who took it still sends it. */
    async renew(address: string, { owner }: Invitation): Promise<void> {
      await shelf.update(address, (kept) =>
        kept.owner === owner && kept.state === 'sending' ? { ...kept, triedAt: clock() } : kept,
      );
    },
    /** Notes how sending it ended, unless it was taken over or confirmed since. */
    async settle(address: string, { owner }: Invitation, ended: Partial<Invitation>): Promise<void> {
      await shelf.update(address, (kept) =>
        kept.owner === owner && kept.state === 'sending' ? { ...kept, ...ended } : kept,
      );
    },
    /** @param count of the wishes that were shown */
    byToken: (address: string, token: string, count: number) =>
      confirm(address, (kept) => isSame(kept.token, token) && count === wishesOf(kept).length, 0),
    byCode: (address: string, code: string) => confirm(address, (kept) => isSame(kept.code, code), 1),
    /** Why the invitation of an address was not sent, and when it may be tried again; undefined where nothing is wrong. */
    async delayed(address: string): Promise<{ trouble: string; notBefore: number } | undefined> {
      const kept = await shelf.get(address);
      if (kept?.state !== 'waiting' || kept.trouble === undefined || !isOpen(kept)) return undefined;
      return { trouble: kept.trouble, notBefore: kept.notBefore };
    },
    /** What a link is for, before anything is changed; undefined where it is none that holds. */
    async look(address: string, token: string): Promise<Invitation | undefined> {
      const kept = await shelf.get(address);
      if (kept === undefined || !isSame(kept.token, token)) return undefined;
      return isOpen(kept) || kept.state === 'confirming' || kept.state === 'confirmed' ? kept : undefined;
    },
    /** Addresses whose confirmation was not carried out to its end. */
    async interrupted(): Promise<string[]> {
      const found: string[] = [];
      for await (const [address, kept] of shelf.entries()) if (isInterrupted(kept)) found.push(address);
      return found;
    },
    /** Takes over a confirmation that was interrupted; undefined where there is none. */
    async resume(address: string): Promise<Extract<Confirmation, { kind: 'confirmed' }> | undefined> {
      const own = randomUUID();
      const made = await shelf.update(address, (kept) => (isInterrupted(kept) ? begun(kept, own) : kept));
      return made?.confirmedBy === own ? { kind: 'confirmed', invitation: made } : undefined;
    },
    /** Notes that all was started, or that nothing of it can be: what was asked for meanwhile comes next. */
    async finish(address: string, { confirmedBy }: Invitation, state: 'confirmed' | 'failed'): Promise<void> {
      await shelf.update(address, (kept) =>
        kept.confirmedBy === confirmedBy && kept.state === 'confirming'
          ? (kept.next ?? { ...kept, state })
          : kept,
      );
    },
    /** Leaves a confirmation that could not be carried out to whoever goes on next. */
    async release(address: string, { confirmedBy }: Invitation): Promise<void> {
      await shelf.update(address, (kept) =>
        kept.confirmedBy === confirmedBy ? { ...kept, leasedUntil: clock() } : kept,
      );
    },
    /** The message of an invitation came back for good: another may be asked for. @param id the invitation's */
    async returned(address: string, id: string): Promise<void> {
      await shelf.update(address, (kept) =>
        kept.id === id && kept.state === 'sent' ? { ...kept, state: 'failed' } : kept,
      );
    },
    /** Addresses whose invitation is to be sent by now. */
    async due(): Promise<string[]> {
      const due: string[] = [];
      for await (const [address, kept] of shelf.entries()) if (isDue(kept)) due.push(address);
      return due;
    },
    sweep: () => deleteWhere(shelf, (_, { at }) => !(clock() - at <= KEEP_MS)),
  };
}
