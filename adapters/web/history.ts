/** Keeps the log of each channel, in memory and in a shelf, and answers by page and by what is new. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { messageOf } from '../../src/model/errors.ts';
import type { Message } from '../../src/model/message.ts';
import type { Clock, Log, Shelf } from '../../src/model/ports.ts';

/** One line of a channel's log: what a person wrote (`text`), or what Paperboy shows (`message`). */
export const Entry = z.object({
  id: z.string().min(1),
  /** Grows by one with each entry of the workspace; the event stream resumes by it. */
  seq: z.int().positive(),
  channel: z.string().min(1),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Who wrote it; absent for Paperboy. */
  author: z.object({ id: z.string(), name: z.string() }).optional(),
  /** The person who alone may see it; absent for everyone. */
  onlyFor: z.string().optional(),
  text: z.string().optional(),
  message: z
    .custom<Message>((value) => typeof value === 'object' && value !== null && 'blocks' in value)
    .optional(),
  /** The sender's own mark, by which its page knows its entry again. */
  nonce: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;

/** An entry before it has its place in the log. With an `id`, it is kept once however often it is added. */
export type Draft = Omit<Entry, 'id' | 'seq' | 'at'> & { id?: string };

/** How many entries a channel keeps: those for everyone, and those for one person alone. */
export const KEPT = { open: 1000, personal: 500 };

/** The key of the last number in its shelf. */
const SEQ = 'seq';

export interface History {
  /** Reads the shelf; entries it cannot read are left out and told to the log. */
  load(): Promise<void>;
  /** Keeps an entry; resolves once the shelf has it. Entries get their order in the order of the calls. */
  add(draft: Draft): Promise<Entry>;
  /** Also finds what another process on the same store has kept. */
  find(id: string): Promise<Entry | undefined>;
  /** The newest `limit` entries before `before` that the person may see, oldest first. */
  page(
    channel: string,
    personId: string,
    limit: number,
    before?: number,
  ): { entries: Entry[]; more: boolean };
  /** Everything after `seq` that the person may see, oldest first. */
  since(seq: number, personId: string): Entry[];
  /** The newest `seq`, 0 when nothing was ever kept. */
  latest(): number;
}

export function createHistory(outside: {
  shelf: Shelf<Entry>;
  /** Holds the last `seq` that was given, for all processes that share the store. */
  numbers: Shelf<number>;
  clock: Clock;
  log: Log;
  /** Called after each kept entry. */
  added: () => void;
  kept?: typeof KEPT;
}): History {
  const { shelf, numbers, clock, log, added, kept = KEPT } = outside;
  const channels = new Map<string, Entry[]>();
  const byId = new Map<string, Entry>();
  let newest = 0;
  let tail: Promise<unknown> = Promise.resolve();

  function hold(entry: Entry): Entry[] {
    const list = channels.get(entry.channel) ?? [];
    channels.set(entry.channel, list);
    list.push(entry);
    byId.set(entry.id, entry);
    newest = Math.max(newest, entry.seq);
    return list;
  }

  /** No process gives a number that another has given; a store without any goes on after what it has kept. */
  async function nextNumber(): Promise<number> {
    const entries = [{ key: SEQ, value: newest }];
    const [number = 0] = await numbers.merge(entries, (given = 0, came) => Math.max(given, came) + 1);
    return number;
  }

  async function find(id: string): Promise<Entry | undefined> {
    return byId.get(id) ?? Entry.safeParse(await shelf.get(id)).data;
  }

  async function keep(draft: Draft): Promise<Entry> {
    const before = draft.id === undefined ? undefined : await find(draft.id);
    if (before !== undefined) return before;
    const entry: Entry = { ...draft, id: draft.id ?? randomUUID(), seq: await nextNumber(), at: clock() };
    await shelf.set(entry.id, entry);
    const list = hold(entry);
    added();
    await prune(list, entry.onlyFor === undefined);
    return entry;
  }

  /** Lets go of the oldest entries of one kind beyond what is kept. */
  async function prune(list: Entry[], open: boolean): Promise<void> {
    const isOfKind = (entry: Entry) => (entry.onlyFor === undefined) === open;
    let excess = list.filter(isOfKind).length - (open ? kept.open : kept.personal);
    for (; excess > 0; excess -= 1) {
      const [gone] = list.splice(list.findIndex(isOfKind), 1);
      if (gone === undefined) return;
      byId.delete(gone.id);
      // What stays on the shelf is let go of again after the next start.
      await shelf.delete(gone.id).catch((thrown: unknown) => {
        log.warn('an old message could not be deleted', { id: gone.id, cause: messageOf(thrown) });
      });
    }
  }

  async function load(): Promise<void> {
    const read: Entry[] = [];
    for await (const [key, value] of shelf.entries()) {
      const entry = Entry.safeParse(value);
      if (entry.success) read.push(entry.data);
      else log.warn('a kept message could not be read and is left out', { key });
    }
    for (const entry of read.sort((a, b) => a.seq - b.seq)) hold(entry);
    for (const list of channels.values()) {
      await prune(list, true);
      await prune(list, false);
    }
  }

  return {
    load,
    add(draft) {
      // One at a time: the order of `seq` is then the order in which entries appear, and no id is kept twice.
      const kept = tail.then(() => keep(draft));
      tail = kept.catch(() => undefined);
      return kept;
    },
    find,
    page(channel, personId, limit, before = Number.POSITIVE_INFINITY) {
      const seen = (channels.get(channel) ?? []).filter((entry) => {
        return entry.seq < before && maySee(entry, personId);
      });
      return { entries: seen.slice(-limit), more: seen.length > limit };
    },
    since(seq, personId) {
      const news = [...channels.values()].flatMap((list) => {
        const first = list.findLastIndex((entry) => entry.seq <= seq) + 1;
        return list.slice(first).filter((entry) => maySee(entry, personId));
      });
      return news.sort((a, b) => a.seq - b.seq);
    },
    latest: () => newest,
  };
}

function maySee(entry: Entry, personId: string): boolean {
  return entry.onlyFor === undefined || entry.onlyFor === personId;
}
