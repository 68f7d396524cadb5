/** Defines an invitation: who was asked to confirm, and what the address gets once it does. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { AddressWish } from '../../src/model/addresses.ts';

/** What is asked for one address beyond these, before it confirms, is not kept. */
const MOST_WISHES = 10;

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
  /**
   * `waiting` until `notBefore`; `failed`: the address was refused, or what it asked for; `confirming` while the attempt of the name
   * `confirmedBy` starts what was asked for, and `confirmed` once all is started.
   */
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'confirming' | 'confirmed';
  notBefore: number;
  attempts: number;
  confirmedBy?: string;
  /** Nobody else goes on before. */
  leasedUntil?: number;
  /** What was asked for while it was `confirming`, which the page did not show. */
  next?: Invitation;
  /** The last attempt certainly sent nothing, so that the next one counts for no limit. */
  unspent?: boolean;
  /** Who sends it, or did last, and when that was last certain. */
  owner?: string;
  triedAt?: number;
  /** Why the last attempt failed that is repeated, for the one who runs Paperboy. */
  trouble?: string;
  /** It may have been sent or not: asking again sends the same message again, and nothing else does. */
  unsure?: boolean;
}

export function newInvitation(wish: AddressWish): Omit<Invitation, 'at' | 'notBefore'> {
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

/** All that an address is to get once it confirms. */
export function wishesOf({ wish, more = [] }: Pick<Invitation, 'wish' | 'more'>): AddressWish[] {
  return [wish, ...more];
}

/** The invitation with one more thing to get, unless it has that or is full. */
export function withWish(kept: Invitation, wish: AddressWish): Invitation {
  const wishes = wishesOf(kept);
  const isKnown = wishes.some((one) => nameOf(one) === nameOf(wish));
  return isKnown || wishes.length >= MOST_WISHES ? kept : { ...kept, more: [...(kept.more ?? []), wish] };
}

/** The same for the same papers at the same time. */
function nameOf(wish: AddressWish): string {
  const what = 'copies' in wish ? [wish.copies.id] : ['', wish.topic ?? null];
  return JSON.stringify([...what, wish.schedule ?? null]);
}
