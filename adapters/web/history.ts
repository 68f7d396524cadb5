/** Stores the messages of each channel, and returns them by page or from a number on. */
import { randomUUID } from 'node:crypto';
import { messageOf } from '../../src/model/errors.ts';
import type { Clock, Log, Shelf } from '../../src/model/ports.ts';
import { ownerOf } from './channel-names.ts';
import { type Draft, Entry, maySee } from './entry.ts';
import { createSequence, type Given } from './sequence.ts';

/** How many entries are kept of each channel: those for everyone, and those for one person alone. */
export const KEPT = { open: 1000, personal: 500 };

export type History = ReturnType<typeof createHistory>;

export function createHistory(outside: {
  shelf: Shelf<Entry>;
  /** Gives each entry its `seq`, one to an entry for all processes that share the store. */
  numbers: Shelf<Given>;
  clock: Clock;
  log: Log;
  /** Called after each added entry, with it when entries after it are known already; `all` when any may have been. */
  added: (late?: Entry | 'all') => void;
  /** Whether a channel was deleted: what still comes for it is deleted too. */
  isGone?: (channel: string) => boolean;
  kept?: typeof KEPT;
}) {
  const { shelf, clock, log, added, isGone = () => false, kept = KEPT } = outside;
  const sequence = createSequence(outside.numbers);
  const channels = new Map<string, Entry[]>();
  const byId = new Map<string, Entry>();
  let newest = 0;
  let tail: Promise<unknown> = Promise.resolve();

  function hold(entry: Entry): Entry[] {
    const list = channels.get(entry.channel) ?? [];
    channels.set(entry.channel, list);
    list.splice(list.findLastIndex(({ seq }) => seq < entry.seq) + 1, 0, entry);
    byId.set(entry.id, entry);
    newest = Math.max(newest, entry.seq);
    return list;
  }

  async function find(id: string): Promise<Entry | undefined> {
    return byId.get(id) ?? Entry.safeParse(await shelf.get(id)).data;
  }

  async function store(given: Draft): Promise<Entry> {
    const draft = withReader(given);
    const before = draft.id === undefined ? undefined : await find(draft.id);
    if (before !== undefined) return before;
    const id = draft.id ?? randomUUID();
    const seq = await sequence.next(id, newest);
    await takeOver();
    const entry: Entry = { ...draft, id, seq, at: clock() };
    const kept = draft.id === undefined ? await storeNew(entry) : await storeOnce(entry);
    await show(kept);
    return kept;
  }

  async function storeNew(entry: Entry): Promise<Entry> {
    await shelf.set(entry.id, entry);
    return entry;
  }

  /** Another process may have stored the same one since it was looked for: the first one stays. */
  async function storeOnce(entry: Entry): Promise<Entry> {
    const [kept = entry] = await shelf.merge([{ key: entry.id, value: entry }], (before, came) =>
      Entry.safeParse(before).success && before !== undefined ? before : came,
    );
    return kept;
  }

  async function show(entry: Entry): Promise<void> {
    if (byId.has(entry.id)) return;
    if (isGone(entry.channel)) return drop(entry);
    const isLate = entry.seq < newest;
    const list = hold(entry);
    added(isLate ? entry : undefined);
    await prune(list);
  }

  /** Shows what other processes have numbered, as far as it is stored by now. */
  async function takeOver(): Promise<Entry[]> {
    if (sequence.missedSome()) {
      await readAll();
      added('all');
    }
    const ids = sequence.news();
    const stored = ids.length === 0 ? [] : await shelf.getMany(ids);
    const entries = stored.flatMap((value) => Entry.safeParse(value).data ?? []);
    for (const entry of entries) {
      sequence.arrived(entry.id);
      await show(entry);
    }
    return entries;
  }

  /** Deletes the oldest entries of each kind beyond the number that is kept. */
  async function prune(list: Entry[]): Promise<void> {
    const kinds = Map.groupBy(list, ({ onlyFor }) => (onlyFor === undefined ? 'open' : 'personal'));
    for (const old of [...kinds].flatMap(([kind, entries]) => entries.slice(0, -kept[kind]))) {
      list.splice(list.indexOf(old), 1);
      byId.delete(old.id);
      await drop(old);
    }
  }

  /** Deletes an entry from the shelf. What stays there is deleted after the next start. */
  async function drop({ id }: Entry): Promise<void> {
    await shelf.delete(id).catch((thrown: unknown) => {
      log.warn('an old message could not be deleted', { id, cause: messageOf(thrown) });
    });
  }

  async function readAll(): Promise<void> {
    const read: Entry[] = [];
    for await (const [key, value] of shelf.entries()) {
      const entry = Entry.safeParse(value);
      if (entry.success) read.push(entry.data);
      else log.warn('a stored message could not be read and was skipped', { key });
    }
    // Anew: an entry may have been deleted by another process, or a name taken out of it.
    channels.clear();
    byId.clear();
    for (const entry of read.sort((a, b) => a.seq - b.seq)) {
      if (isGone(entry.channel)) await drop(entry);
      else hold(entry);
    }
    for (const list of channels.values()) await prune(list);
  }

  /** One at a time: `seq` is then the order in which entries appear, and no id is stored twice. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  }

  return {
    /** Reads the shelf; entries it cannot read are left out and logged. */
    async load(): Promise<void> {
      await sequence.start();
      await readAll();
      await takeOver();
    },
    /** Stores an entry; resolves once the shelf has it. Entries get their order in the order of the calls. */
    add: (draft: Draft) => inTurn(() => store(draft)),
    /** An entry that is shown as long as it is not known to be stored: the stored one has a higher `seq` and replaces it. */
    unstored: (draft: Draft & { id: string }): Entry => ({ ...withReader(draft), seq: newest, at: clock() }),
    /** Takes over what other processes on the store have added since, and returns it. */
    refresh: () =>
      inTurn(async () => {
        await sequence.look();
        return takeOver();
      }),
    /** Deletes all entries of a channel. */
    forget: (channel: string) =>
      inTurn(async () => {
        const list = channels.get(channel) ?? [];
        channels.delete(channel);
        for (const entry of list) {
          byId.delete(entry.id);
          await drop(entry);
        }
      }),
    /** How many entries of the channel everyone may see. */
    count: (channel: string) =>
      (channels.get(channel) ?? []).filter(({ onlyFor }) => onlyFor === undefined).length,
    /** Also finds what another process on the same store has added. */
    find,
    /** The newest `limit` entries before `before` that the person may see, oldest first. */
    page(channel: string, personId: string, limit: number, before = Number.POSITIVE_INFINITY) {
      const isSeen = (entry: Entry) => entry.seq < before && maySee(entry, personId);
      const seen = (channels.get(channel) ?? []).filter(isSeen);
      return { entries: seen.slice(-limit), more: seen.length > limit };
    },
    /** Everything after `seq` that the person may see, oldest first. */
    since(seq: number, personId: string): Entry[] {
      const news = [...channels.values()].flatMap((list) => {
        const first = list.findLastIndex((entry) => entry.seq <= seq) + 1;
        return list.slice(first).filter((entry) => maySee(entry, personId));
      });
      return news.sort((a, b) => a.seq - b.seq);
    },
    /** Whether anyone but this person has used a channel. */
    isShared: (channel: string, personId: string) =>
      (channels.get(channel) ?? []).some(
        ({ author, onlyFor = author?.id }) => (onlyFor ?? personId) !== personId,
      ),
    /** The newest `seq`, 0 when there is none. */
    latest: () => newest,
    /** Names of the channels that have entries. */
    channels: () => [...channels.keys()],
  };
}

/** What is written in a person's own conversation is for that person alone. */
function withReader<D extends Draft>(draft: D): D {
  const owner = ownerOf(draft.channel);
  return owner === undefined ? draft : { ...draft, onlyFor: owner };
}
