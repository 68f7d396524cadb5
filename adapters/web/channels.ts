/**
 * Stores the workspace's channels: adds, renames and deletes them, also while other processes do. Over 200 lines: every change
 * needs the list, the turn and the count of changes, which are kept here alone.
 */
import { createAlone } from '../../src/chat/alone.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import { type ChannelId, platformOf } from '../../src/model/channel-id.ts';
import type { Clock } from '../../src/model/ports.ts';
import { keyOf, OWN_NAME, ownerOf, placeOf, readName, SPACE, whyNoName } from './channel-names.ts';
import { type Row, readRow } from './channel-row.ts';

export interface Channel {
  /** The last part of its id, which stays the same however it is renamed. */
  key: string;
  name: string;
  /** Milliseconds since 1970. */
  addedAt: number;
}

const FIRST_CHANNELS = ['general', 'ml-papers'] as const;
/** Bounds the workspace; a longer list of channels would be hard to read anyway. */
const MOST_CHANNELS = 200;
/** How long the key of a deleted channel is not given to another one. Milliseconds. */
const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1000;
/** The key of the number of changes, and the name of the turn in which changes are made. */
const CHANGES = 'channels';
const TURN = 'web channels';

type Problem = 'bad-name' | 'duplicate' | 'too-many' | 'missing' | 'last' | 'own';
export type Changed = { channel: Channel } | { problem: Problem; message: string };

export type Channels = ReturnType<typeof createChannels>;

export function createChannels(outside: {
  shelf: AdapterOutside['shelf'];
  clock: Clock;
  alone?: AdapterOutside['alone'];
}) {
  const { clock, alone = createAlone() } = outside;
  const shelf = outside.shelf<Row>('web_channels');
  /** Counts changes of the list by all processes. */
  const changes = outside.shelf<number>('web_numbers');
  const own = createAlone();
  let channels = new Map<string, Channel>();
  let gone = new Set<string>();
  let seen: number | undefined;
  let version = 0;

  const get = (key: string) => ownChannel(key) ?? channels.get(key);
  const list = () => [...channels.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const print = () => JSON.stringify(list());
  const named = (name: string) => list().find((channel) => channel.name === name);

  async function put(key: string, row: Row): Promise<Channel> {
    const channel = { key, name: row.name, addedAt: row.addedAt };
    await shelf.set(key, row);
    [seen] = await changes.merge([{ key: CHANGES, value: 1 }], (before) => countOf(before) + 1);
    version += 1;
    if (row.deletedAt === undefined) {
      channels.set(key, channel);
      gone.delete(key);
    } else {
      channels.delete(key);
      gone.add(key);
    }
    return channel;
  }

  async function read(): Promise<void> {
    // Before the list: what changes in between is read again.
    seen = countOf(await changes.get(CHANGES));
    const found = new Map<string, Channel>();
    const deleted = new Set<string>();
    for await (const [key, row] of shelf.entries()) {
      const { name, addedAt, deletedAt } = readRow(key, row);
      if (deletedAt === undefined) found.set(key, { key, name, addedAt });
      else if (deletedAt > clock() - REMEMBERED_MS) deleted.add(key);
      else await shelf.delete(key);
    }
    const before = print();
    channels = found;
    gone = deleted;
    if (print() !== before) version += 1;
    const isNew = found.size + deleted.size === 0;
    for (const name of isNew ? FIRST_CHANNELS : []) await put(name, { name, addedAt: clock() });
  }

  /** Makes a change on what is stored at that time, while no other process makes one. */
  const change = <T>(work: () => Promise<T>): Promise<T> =>
    alone(TURN, () =>
      own(TURN, async () => {
        await read();
        return work();
      }),
    );

  /** Gives a channel its name, or says why not. `key`: of the channel that is renamed. */
  function nameFor(typed: string, key?: string): { name: string } | Exclude<Changed, { channel: Channel }> {
    const name = readName(typed);
    if (name === undefined) return { problem: 'bad-name', message: whyNoName(typed) };
    const other = named(name);
    if (other !== undefined && other.key !== key)
      return { problem: 'duplicate', message: `#${name} already exists.` };
    return { name };
  }

  /** The name itself, or with a number where another channel has or had that key. */
  function freeKey(name: string): string {
    for (let number = 2, key = name; ; number += 1) {
      if (!channels.has(key) && !gone.has(key)) return key;
      key = `${name}-${number}`;
    }
  }

  return {
    /** Reads the stored channels; a new store gets its first two. */
    load: () => own(TURN, read),
    /** Takes over what other processes have changed. Returns whether anything was. */
    async refresh(): Promise<boolean> {
      if (countOf(await changes.get(CHANGES)) === seen) return false;
      const before = version;
      await own(TURN, read);
      return version !== before;
    },
    list,
    places: () => list().map(placeOf),
    get,
    has: (key: string) => get(key) !== undefined,
    /** Whether it was deleted not long ago. */
    isGone: (key: string) => gone.has(key),
    /** The channel, unless another process has deleted it by now. While the store fails, as it was known last. */
    async find(key: string): Promise<Channel | undefined> {
      if (ownerOf(key) !== undefined) return get(key);
      try {
        const row = await shelf.get(key);
        const isKnown = channels.has(key) ? row?.deletedAt === undefined : row === undefined;
        if (!isKnown) await own(TURN, read);
      } catch {}
      return channels.get(key);
    },
    /** A number that grows whenever the list changes. */
    version: () => version,
    /** Adds a channel by its typed name, or returns why not. */
    add: (typed: string): Promise<Changed> =>
      change(async () => {
        const read = nameFor(typed);
        if ('problem' in read) return read;
        if (channels.size >= MOST_CHANNELS)
          return {
            problem: 'too-many',
            message: `A workspace can have up to ${MOST_CHANNELS} channels.`,
          };
        return { channel: await put(freeKey(read.name), { name: read.name, addedAt: clock() }) };
      }),
    /** Gives a channel another name, or returns why not. Its id stays. */
    rename: (key: string, typed: string): Promise<Changed> =>
      change(async () => {
        const channel = channels.get(key);
        if (channel === undefined) return notToChange(key);
        const read = nameFor(typed, key);
        if ('problem' in read) return read;
        return read.name === channel.name
          ? { channel }
          : { channel: await put(key, { ...channel, ...read }) };
      }),
    /** Deletes a channel, or returns why not. One that is deleted already stays so. */
    remove: (key: string): Promise<Changed> =>
      change(async () => {
        const channel = channels.get(key) ?? (gone.has(key) ? { key, name: key, addedAt: 0 } : undefined);
        if (channel === undefined) return notToChange(key);
        if (channels.has(key) && channels.size === 1)
          return {
            problem: 'last',
            message: `#${channel.name} is the only channel. Add another one before you delete it.`,
          };
        const { name, addedAt } = channel;
        return { channel: gone.has(key) ? channel : await put(key, { name, addedAt, deletedAt: clock() }) };
      }),
    /** Adds the channel that has this id; false when it is listed or cannot be a channel of this workspace. */
    async addById(id: ChannelId, addedAt = clock(), name?: string): Promise<boolean> {
      const key = keyOf(id);
      if (key === undefined || channels.has(key) || readName(key) !== key) return false;
      return change(async () => {
        if (channels.has(key)) return false;
        const wanted = readName(name ?? '') ?? key;
        await put(key, { name: named(wanted) === undefined ? wanted : key, addedAt });
        return true;
      });
    },
    /** Returns a function that says why a channel cannot be added; undefined when it can. To be called once for each id. */
    problemOf() {
      let room = MOST_CHANNELS - channels.size;
      return (id: ChannelId): string | undefined => {
        const key = platformOf(id) === SPACE.platform ? (keyOf(id) ?? '') : undefined;
        if (key === undefined || get(key) !== undefined) return undefined;
        if (readName(key) !== key) return `${id} can't be a channel of the local workspace`;
        room -= 1;
        return room < 0 ? `a workspace holds up to ${MOST_CHANNELS} channels` : undefined;
      };
    },
  };
}

function countOf(stored: unknown): number {
  return typeof stored === 'number' ? stored : 0;
}

/** A person's own conversation, which is there without being stored. */
function ownChannel(key: string): Channel | undefined {
  return ownerOf(key) === undefined ? undefined : { key, name: OWN_NAME, addedAt: 0 };
}

function notToChange(key: string): Changed {
  if (ownerOf(key) !== undefined)
    return { problem: 'own', message: "Your direct messages can't be renamed or deleted." };
  return { problem: 'missing', message: `There is no channel #${key.slice(0, 80)} here.` };
}

/** Opens the channels on a store for the command line, without starting the workspace. */
export async function openLocalChannels(shelf: AdapterOutside['shelf'], clock: Clock): Promise<Channels> {
  const channels = createChannels({ shelf, clock });
  await channels.load();
  return channels;
}
