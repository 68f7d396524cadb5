/** Claims events in the store, so that of several processes that receive the same one only one works on it. */
import { randomUUID } from 'node:crypto';
import { withDeadline } from '../model/deadline.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log, Shelf } from '../model/ports.ts';
import { createExpiringShelf } from './expiring-shelf.ts';

/** Which caller claimed a key, and when, in milliseconds since 1970. */
export interface Claimed {
  by: string;
  at: number;
}

/** True for the one caller among all processes that may work on the event with these keys. Never throws. */
export type Claim = (...keys: string[]) => Promise<boolean>;

interface ClaimTerms {
  shelf: Shelf<Claimed>;
  clock: Clock;
  /** How long a key stays claimed. Milliseconds. */
  keepMs: number;
}

/**
 * Claims that let an event through when the store fails or takes too long, since an event done twice is better than one that
 * is lost. Expired claims are deleted now and then.
 * @param outside.waitMs how long a caller waits for the store at most, in milliseconds; without it, as long as the store takes
 */
export function createClaims(outside: ClaimTerms & { log: Log; waitMs?: number }): Claim {
  const { shelf, clock, keepMs, log, waitMs } = outside;
  const claims = createExpiringShelf(shelf, keepMs, clock);
  let sweptAt = Number.NEGATIVE_INFINITY;

  function sweep(): void {
    if (clock() - sweptAt < keepMs) return;
    sweptAt = clock();
    claims.sweep().catch((error: unknown) => {
      log.debug('expired claims could not be deleted', { reason: messageOf(error) });
    });
  }

  const tooLate = () => {
    throw new Error(`the store took more than ${waitMs} ms`);
  };

  return async (...keys) => {
    if (keys.length === 0) return true;
    try {
      const claiming = claimOnce(keys, outside);
      const isOurs = await (waitMs === undefined ? claiming : withDeadline(claiming, waitMs, tooLate));
      sweep();
      return isOurs;
    } catch (error) {
      const reason = messageOf(error);
      log.warn('an event could not be claimed in the store, and is worked on all the same', { reason });
      return true;
    }
  };
}

/** Claims all of the keys, and returns whether none of them was claimed before. @throws what the store throws */
export async function claimOnce(
  keys: readonly string[],
  { shelf, clock, keepMs }: ClaimTerms,
): Promise<boolean> {
  const by = randomUUID();
  const now = clock();
  const claims = await shelf.merge(
    keys.map((key) => ({ key, value: { by, at: now } })),
    (kept, came) => (kept !== undefined && now - kept.at <= keepMs ? kept : came),
  );
  return claims.every((claim) => claim.by === by);
}
