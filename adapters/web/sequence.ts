/** Numbers the workspace's entries across all processes that share its store, and tells which ones other processes added. */
import { z } from 'zod';
import type { Shelf } from '../../src/model/ports.ts';

/** The last number that was given, and the ids that got it and those before it, newest last. */
const Given = z.object({ seq: z.int().nonnegative(), ids: z.array(z.string()) });
/** Earlier versions stored the number alone. */
export type Given = z.infer<typeof Given> | number;

/** The key under which it is stored. */
export const SEQ = 'seq';
/** Ids listed there. A process that missed more than these reads every entry again. */
const LISTED = 64;

export function createSequence(shelf: Shelf<Given>) {
  const awaited = new Map<string, number>();
  let seen = 0;
  let missed = false;

  function note(given: Given | undefined, own?: string): number {
    const { seq, ids } = read(given);
    const first = seq - ids.length + 1;
    missed ||= first > seen + 1;
    for (const [at, id] of ids.entries()) if (first + at > seen && id !== own) awaited.set(id, first + at);
    // What left the list was never stored: its process ended before that.
    for (const [id, at] of awaited) if (at < first) awaited.delete(id);
    seen = Math.max(seen, seq);
    return seq;
  }

  return {
    /** Reads what was given; the listed ids count as news. */
    async start(): Promise<void> {
      const given = read(await shelf.get(SEQ));
      seen = given.seq - given.ids.length;
      note(given);
    },
    /** Gives an entry the next number, which is above `newest`. No process gives one that another has given. */
    async next(id: string, newest: number): Promise<number> {
      const entries = [{ key: SEQ, value: { seq: newest, ids: [id] } }];
      const [given] = await shelf.merge(entries, (before) => {
        const { seq, ids } = read(before);
        return { seq: Math.max(seq, newest) + 1, ids: [...ids, id].slice(-LISTED) };
      });
      return note(given, id);
    },
    /** Looks for what other processes have numbered since. */
    async look(): Promise<void> {
      note(await shelf.get(SEQ));
    },
    /** Ids that other processes have numbered, until each has `arrived`: its process may not have stored it yet. */
    news: () => [...awaited.keys()],
    arrived: (id: string) => void awaited.delete(id),
    /** Whether more was numbered than is listed; asking takes it back. */
    missedSome(): boolean {
      const some = missed;
      missed = false;
      return some;
    },
  };
}

function read(given: unknown): z.infer<typeof Given> {
  if (typeof given === 'number') return { seq: given, ids: [] };
  return Given.safeParse(given).data ?? { seq: 0, ids: [] };
}
