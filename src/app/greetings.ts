/** Greets each person once, however many processes are asked to at the same time. */
import { createExpiringShelf } from '../chat/expiring-shelf.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Alone, Clock, Shelf } from '../model/ports.ts';

/** Someone who was greeted is not greeted again for so long; what they follow by then shows that they were. Milliseconds. */
const KEEP_MS = 10 * 60_000;

/** Greets by `greet` unless that was done for this key lately. @throws what `greet` and the store throw */
export type GreetOnce = (key: string, greet: () => Promise<void>) => Promise<void>;

export function createGreetings(outside: {
  shelf: Shelf<{ at: number }>;
  alone: Alone;
  clock: Clock;
}): GreetOnce {
  const { alone, clock } = outside;
  const greeted = createExpiringShelf(outside.shelf, KEEP_MS, clock);
  return (key, greet) =>
    alone(`greeting ${key}`, async () => {
      if ((await greeted.get(key)) !== undefined) return;
      await greeted.sweep();
      // Before it is sent: a process that dies meanwhile leaves no second greeting.
      await greeted.set([[key, {}]]);
      try {
        await greet();
      } catch (error) {
        if (!mayHaveArrived(error)) await greeted.delete(key);
        throw error;
      }
    });
}

function mayHaveArrived(error: unknown): boolean {
  return !(error instanceof PaperboyError) || error.code === 'uncertain';
}
