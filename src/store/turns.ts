/** Gives adapters turns that all processes on the store share. */
import type { Turns } from '../model/ports.ts';
import type { Database } from './database.ts';
import { openLocks } from './locks.ts';

export function openTurns(database: Pick<Database, 'db'>): Turns {
  const { take, nextTurn, hold } = openLocks(database);
  return {
    async take(name, now, gapMs, patienceMs) {
      const at = await take(name, now, gapMs, patienceMs);
      return at === undefined ? { at: await nextTurn(name, now), taken: false } : { at, taken: true };
    },
    hold,
  };
}
