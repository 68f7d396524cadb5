/**
 * Keeps who was asked to confirm, and what they get once they do. An address has one open invitation at most: until it is
 * confirmed or too old, no other is sent. Every step is one change in the store, so that of several processes one takes it.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import type { AddressWish } from '../../src/model/addresses.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { isSame } from './links.ts';

/** An invitation can be confirmed for so long. Milliseconds. */
export const OPEN_MS = 48 * 3_600_000;
/** A sender that took it up and was not heard of for so long has died: the message may have been sent. Milliseconds. */
const DEAD_MS = 10 * 60_000;
/** Between two attempts, however often it is asked for. Milliseconds. */
export const FIRST_WAIT_MS = 60_000;
const KEEP_MS = 7 * 24 * 3_600_000;
/** What is asked for one address beyond these, before it confirms, is not kept. */
const MOST_WISHES = 10;
/** Wrong codes after which an invitation is over. */
const MOST_TRIES = 5;

export interface Invitation {
  id: string;
  /** When it was asked for, in milliseconds. */
  at: number;
  wish: AddressWish;
  /** What was asked for the address since, in order: it is started with it. */
  more?: AddressWish[];
  /** What the link ends in, and what is typed where there is none. */
  token: string;
  code: string;
  tries: number;
  /** `waiting` until `notBefore`; `failed`: the address was refused, or what it asked for; `confirmed` by the attempt of this name. */
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'confirmed';
  notBefore: number;
  attempts: number;
  confirmedBy?: string;
  /** Who sends it, or did last, and since when. */
  owner?: string;
  triedAt?: number;
  /** Why the last attempt failed that is repeated, for the one who runs Paperboy. */
  trouble?: string;
  /** It may have been sent or not: asking again sends the same message again, and nothing else does. */
  unsure?: boolean;
}

/** How a confirmation ended. `confirmed` for the one caller that starts what was asked for. */
export type Confirmation =
  | { kind: 'confirmed'; invitation: Invitation }
  | { kind: 'already' }
  | { kind: 'wrong' };

export type Invitations = ReturnType<typeof createInvitations>;

/** @param shelf keeps the newest invitation of each address */
export function createInvitations(shelf: Shelf<Invitation>, clock: Clock) {
  const isOpen = ({ state, at, tries }: Invitation) =>
    state !== 'confirmed' && state !== 'failed' && tries < MOST_TRIES && clock() - at < OPEN_MS;

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
      return isOpen(kept) ? { ...kept, state: 'confirmed', confirmedBy: own } : kept;
    });
    if (made === undefined || isWrong) return { kind: 'wrong' };
    if (made.confirmedBy === own) return { kind: 'confirmed', invitation: made };
    return made.state === 'confirmed' ? { kind: 'already' } : { kind: 'wrong' };
  }

  /** An open invitation that is asked for again: it is sent again only where it is not certain to have been sent. */
  function again(kept: Invitation): Invitation {
    const { state, unsure, triedAt = kept.at, notBefore } = kept;
    const soonest = Math.max(clock(), triedAt + FIRST_WAIT_MS);
    const isUnsent = state === 'waiting';
    const isUnsure = (state === 'sent' && unsure) || (state === 'sending' && clock() - triedAt > DEAD_MS);
    if (isUnsent) return { ...kept, notBefore: Math.min(notBefore, soonest) };
    return isUnsure ? { ...kept, state: 'waiting', notBefore: soonest } : kept;
  }

  return {
    /** Stores an invitation to be sent; where the address has an open one already, adds to that one what it is to get. */
    async open(address: string, wish: AddressWish): Promise<void> {
      const fresh = { ...newInvitation(wish), at: clock(), notBefore: clock() };
      await shelf.merge([{ key: address, value: fresh }], (kept, came) =>
        kept !== undefined && isOpen(kept) ? again(withWish(kept, wish)) : came,
      );
    },
    /** Adds to an open invitation what the address is to get, and sends nothing; nothing where none is open. */
    async add(address: string, wish: AddressWish): Promise<void> {
      await shelf.update(address, (kept) => (isOpen(kept) ? withWish(kept, wish) : kept));
    },
    /** The invitation to be sent now by the caller alone; undefined where there is nothing to be sent. */
    async take(address: string): Promise<Invitation | undefined> {
      const owner = randomUUID();
      const made = await shelf.update(address, (kept) =>
        kept.state === 'waiting' && kept.notBefore <= clock() && isOpen(kept)
          ? { ...kept, state: 'sending', owner, triedAt: clock() }
          : kept,
      );
      return made?.owner === owner ? made : undefined;
    },
    /** Notes how sending it ended, unless it was taken over or confirmed since. */
    async settle(address: string, { owner }: Invitation, ended: Partial<Invitation>): Promise<void> {
      await shelf.update(address, (kept) =>
        kept.owner === owner && kept.state === 'sending' ? { ...kept, ...ended } : kept,
      );
    },
    /** @param count of the wishes that were shown; absent: whatever they are */
    byToken: (address: string, token: string, count?: number) =>
      confirm(
        address,
        (kept) => isSame(kept.token, token) && (count === undefined || count === wishesOf(kept).length),
        0,
      ),
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
      return isOpen(kept) || kept.state === 'confirmed' ? kept : undefined;
    },
    /** Takes back the confirmation of an invitation whose wish could not be carried out. @param state `sent`: it is open again */
    async putBack(address: string, { confirmedBy }: Invitation, state: 'sent' | 'failed'): Promise<void> {
      await shelf.update(address, (kept) => {
        const { confirmedBy: by, ...open } = kept;
        return by === confirmedBy ? { ...open, state } : kept;
      });
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
      for await (const [address, { state, notBefore }] of shelf.entries())
        if (state === 'waiting' && notBefore <= clock()) due.push(address);
      return due;
    },
    sweep: () => deleteWhere(shelf, (_, { at }) => !(clock() - at <= KEEP_MS)),
  };
}

/** All that an address is to get once it confirms. */
export function wishesOf({ wish, more = [] }: Pick<Invitation, 'wish' | 'more'>): AddressWish[] {
  return [wish, ...more];
}

function withWish(kept: Invitation, wish: AddressWish): Invitation {
  const wishes = wishesOf(kept);
  const isKnown = wishes.some((one) => nameOf(one) === nameOf(wish));
  return isKnown || wishes.length >= MOST_WISHES ? kept : { ...kept, more: [...(kept.more ?? []), wish] };
}

/** The same for the same papers at the same time. */
function nameOf(wish: AddressWish): string {
  const what = 'copies' in wish ? [wish.copies.id] : ['', wish.topic ?? null];
  return JSON.stringify([...what, wish.schedule ?? null]);
}

function newInvitation(wish: AddressWish): Omit<Invitation, 'at' | 'notBefore'> {
  return {
    id: randomUUID(),
    wish,
    token: randomBytes(16).toString('base64url'),
    code: String(randomInt(100_000_000)).padStart(8, '0'),
    tries: 0,
    state: 'waiting',
    attempts: 0,
  };
}
