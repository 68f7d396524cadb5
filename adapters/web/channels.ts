/** Stores the workspace's channels, and validates the names of new ones. */
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import { type ChannelId, formatChannelId, parseChannelId, platformOf } from '../../src/model/channel-id.ts';
import type { Clock, Place } from '../../src/model/ports.ts';

export interface Channel {
  name: string;
  /** Milliseconds since 1970. */
  addedAt: number;
}

const FIRST_CHANNELS = ['general', 'ml-papers'] as const;
/** Bounds the workspace; a longer list of channels would be hard to read anyway. */
const MOST_CHANNELS = 200;
const LONGEST_NAME = 80;
/** The key of the number of changes. */
const CHANGES = 'channels';
export const SPACE = { platform: 'web', space: 'local' };

export function placeOf(name: string): Place {
  return { id: formatChannelId({ ...SPACE, channel: name }), name: `#${name}` };
}

/** The name in an id: `general` for `web:local:general`; undefined for the id of any other space. */
export function nameOf(channelId: string): string | undefined {
  const { platform, space, channel } = parseChannelId(channelId) ?? {};
  return platform === SPACE.platform && space === SPACE.space ? channel : undefined;
}

/** Reads a typed name, such as `#My Channel` as `my-channel`; undefined when it cannot be a name. */
export function readName(typed: string): string | undefined {
  const name = typed
    .slice(0, 1000)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim()
    .replace(/^#+/, '')
    .replace(/[\s_.-]+/g, '-')
    .replace(/^-|-$/g, '');
  return name.length <= LONGEST_NAME && /^[a-z0-9-]+$/.test(name) ? name : undefined;
}

type Added = { channel: Channel } | { problem: 'bad-name' | 'duplicate' | 'too-many'; message: string };

export type Channels = ReturnType<typeof createChannels>;

export function createChannels(outside: { shelf: AdapterOutside['shelf']; clock: Clock }) {
  const { clock } = outside;
  const shelf = outside.shelf<Channel>('web_channels');
  /** Counts changes of the list by all processes. */
  const changes = outside.shelf<number>('web_numbers');
  const channels = new Map<string, Channel>();
  let seen: number | undefined;

  const list = () => [...channels.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));

  async function keep(name: string, addedAt = clock()): Promise<Channel> {
    const channel = { name, addedAt };
    // Listed before it is stored, so that two requests for one name at once add it once.
    channels.set(name, channel);
    try {
      await shelf.set(name, channel);
      await changes.merge([{ key: CHANGES, value: 1 }], (before) => countOf(before) + 1);
    } catch (thrown) {
      channels.delete(name);
      throw thrown;
    }
    return channel;
  }

  async function load(): Promise<void> {
    // Before the list: what is added in between is read again.
    seen = countOf(await changes.get(CHANGES));
    // The name is enough: a damaged time of adding counts as 0.
    for await (const [name, kept] of shelf.entries())
      channels.set(name, { name, addedAt: Number((kept as Partial<Channel> | null)?.addedAt) || 0 });
    for (const name of channels.size === 0 ? FIRST_CHANNELS : []) await keep(name);
  }

  return {
    /** Reads the stored channels; a new store gets its first two. */
    load,
    /** Takes over what other processes have added. Returns whether anything was. */
    async refresh(): Promise<boolean> {
      if (countOf(await changes.get(CHANGES)) === seen) return false;
      const before = channels.size;
      await load();
      return channels.size > before;
    },
    list,
    places: () => list().map(({ name }) => placeOf(name)),
    has: (name: string) => channels.has(name),
    /** A number that changes whenever the list changes. */
    version: () => channels.size,
    /** Adds a channel by its typed name, or returns why not. */
    async add(typed: string): Promise<Added> {
      const name = readName(typed);
      if (name === undefined) return { problem: 'bad-name', message: whyNot(typed) };
      if (channels.has(name)) return { problem: 'duplicate', message: `#${name} is already here.` };
      if (channels.size >= MOST_CHANNELS) {
        return { problem: 'too-many', message: `A workspace can have up to ${MOST_CHANNELS} channels.` };
      }
      return { channel: await keep(name) };
    },
    /** Adds the channel that has this id; false when it is listed or has no name of this workspace. */
    async addById(id: ChannelId, addedAt = clock()): Promise<boolean> {
      const name = nameOf(id);
      if (name === undefined || channels.has(name) || readName(name) !== name) return false;
      await keep(name, addedAt);
      return true;
    },
    /** Returns a function that says why a channel cannot be added; undefined when it can. To be called once for each id. */
    problemOf() {
      let room = MOST_CHANNELS - channels.size;
      return (id: ChannelId): string | undefined => {
        const name = platformOf(id) === SPACE.platform ? (nameOf(id) ?? '') : undefined;
        if (name === undefined || channels.has(name)) return undefined;
        if (readName(name) !== name) return `${id} can't be a channel of the local workspace`;
        room -= 1;
        return room < 0 ? `a workspace holds up to ${MOST_CHANNELS} channels` : undefined;
      };
    },
  };
}

function countOf(stored: unknown): number {
  return typeof stored === 'number' ? stored : 0;
}

/** Opens the channels on a store for the command line, without starting the workspace. */
export async function openLocalChannels(shelf: AdapterOutside['shelf'], clock: Clock): Promise<Channels> {
  const channels = createChannels({ shelf, clock });
  await channels.load();
  return channels;
}

function whyNot(typed: string): string {
  if (typed.trim() === '') return 'A channel needs a name, such as rl-agents.';
  if (typed.trim().length > LONGEST_NAME)
    return `A channel's name can have up to ${LONGEST_NAME} characters.`;
  return `“${typed.trim()}” can't be a channel's name. Use the letters a to z, digits, and hyphens, such as rl-agents.`;
}
