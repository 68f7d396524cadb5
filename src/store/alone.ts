/**
 * Does work in one process at a time. A claim in the store says which one has it: it is short, renewed while the work lasts, and
 * ends by itself when its process dies.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createKeyedMutex } from '../keyed-mutex.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Alone, UnlessElsewhere } from '../model/ports.ts';
import type { Database } from './database.ts';
import { openLocks } from './locks.ts';

/** A process that does not renew its claim for so long counts as dead. Milliseconds. */
const CLAIM_MS = 10_000;
/** Claims are renewed this often while they last. */
const RENEWALS = 3;
/** Waits between two looks at a claim that another process has: the first, and the longest. Milliseconds. */
const FIRST_LOOK_MS = 25;
const LONGEST_LOOK_MS = 250;
/** Work that others have for longer than this is not waited for. Milliseconds. */
const PATIENCE_MS = 60_000;

export interface InOneProcess {
  /** @throws PaperboyError `store` when other processes have it for a minute, and what the store throws */
  alone: Alone;
  unlessElsewhere: UnlessElsewhere;
}

export function openInOneProcess(
  database: Pick<Database, 'db' | 'now'>,
  { claimMs = CLAIM_MS, patienceMs = PATIENCE_MS } = {},
): InOneProcess {
  const { now } = database;
  const locks = openLocks(database);
  const inTurn = createKeyedMutex();

  /** Until when the work was claimed; undefined while another process has it. */
  const claim = async (name: string): Promise<number | undefined> => {
    const at = now();
    return (await locks.claim(name, at, at + claimMs)) ? at + claimMs : undefined;
  };
  const waitForClaim = async (name: string): Promise<number> => {
    const since = performance.now();
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
      const until = await claim(name);
      if (until !== undefined) return until;
      if (performance.now() - since > patienceMs)
        throw new PaperboyError('store', 'Another process has been at the same work for too long.');
      await pause(wait * (0.5 + Math.random()));
    }
  };
  const work = async <T>(name: string, claimedUntil: number, work: () => Promise<T>): Promise<T> => {
    let until = claimedUntil;
    let renewing = Promise.resolve();
    const renew = async () => {
      const next = now() + claimMs;
      if (await locks.renew(name, until, next)) until = next;
    };
    const timer = setInterval(() => {
      // A store that is away for a moment ends no work: the claim may hold until it is back.
      renewing = renewing.then(renew).catch(() => {});
    }, claimMs / RENEWALS).unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await renewing;
      // Where it cannot be released, it ends by itself.
      await locks.release(name, until).catch(() => {});
    }
  };

  return {
    alone: (name, job) => inTurn(name, async () => work(name, await waitForClaim(name), job)),
    async unlessElsewhere(name, job) {
      const until = await claim(name);
      if (until === undefined) return false;
      await work(name, until, job);
      return true;
    },
  };
}
