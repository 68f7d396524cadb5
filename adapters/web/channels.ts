/** Keeps the workspace's channels, and validates the names of new ones. */
import type { Place, Shelf } from '../../src/model/ports.ts';

export interface Channel {
  name: string;
  /** Milliseconds since 1970. */
  addedAt: number;
}

export const FIRST_CHANNELS = ['general', 'ml-papers'] as const;
/** A sidebar is no longer readable beyond this, and no workspace may be filled without bound. */
export const MOST_CHANNELS = 200;
const LONGEST_NAME = 80;
const SPACE = 'web:local:';
/** The shelf that keeps them. */
export const SHELF = 'web_channels';

export function placeOf(name: string): Place {
  return { id: SPACE + name, name: `#${name}` };
}

/** `web:local:general` is `general`; any other platform's id is undefined. */
export function nameOf(channelId: string): string | undefined {
  return channelId.startsWith(SPACE) ? channelId.slice(SPACE.length) : undefined;
}

/** `#My Channel` is `my-channel`; undefined when no name can be made of it. */
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

export type Added =
  | { channel: Channel }
  | { problem: 'bad-name' | 'duplicate' | 'too-many'; message: string };

export interface Channels {
  load(): Promise<void>;
  list(): Channel[];
  has(name: string): boolean;
  /** Another number whenever the list is another. */
  version(): number;
  add(typed: string): Promise<Added>;
}

/**
 * The channels of the workspace on this store, for a program beside it; a new store gets its first two.
 * @param shelf gives the workspace's shelf by its name
 */
export async function openPlaces(
  shelf: <T>(name: string) => Shelf<T>,
  clock: () => number,
): Promise<Place[]> {
  const channels = createChannels({ shelf: shelf<Channel>(SHELF), clock, added: () => {} });
  await channels.load();
  return channels.list().map(({ name }) => placeOf(name));
}

/** The workspace on this store for an import of channels, which may bring channels that it does not have yet. */
export async function openWorkspace(
  shelf: <T>(name: string) => Shelf<T>,
  clock: () => number,
): Promise<{
  /** A judge of ids, to be asked once for each: why the workspace cannot have that channel; undefined when it can. */
  problemOf(): (id: string) => string | undefined;
  /** Adds those that are the workspace's and not there yet. */
  add(ids: readonly string[]): Promise<void>;
}> {
  const channels = createChannels({ shelf: shelf<Channel>(SHELF), clock, added: () => {} });
  await channels.load();
  const missing = (id: string) => {
    const name = nameOf(id);
    return name === undefined || channels.has(name) ? undefined : name;
  };
  return {
    problemOf() {
      let room = MOST_CHANNELS - channels.list().length;
      return (id) => {
        const name = id.startsWith('web:') ? (nameOf(id) ?? '') : undefined;
        if (name === undefined || channels.has(name)) return undefined;
        if (readName(name) !== name) return `${id} can't be a channel of the local workspace`;
        room -= 1;
        return room < 0 ? `a workspace holds up to ${MOST_CHANNELS} channels` : undefined;
      };
    },
    async add(ids) {
      for (const id of ids) {
        const name = missing(id);
        if (name !== undefined) await channels.add(name);
      }
    },
  };
}

export function createChannels(outside: {
  shelf: Shelf<Channel>;
  clock: () => number;
  /** Called after each added channel. */
  added: () => void;
}): Channels {
  const { shelf, clock, added } = outside;
  const channels = new Map<string, Channel>();

  async function load(): Promise<void> {
    // A channel is its name: when it was added may have been damaged.
    for await (const [name, kept] of shelf.entries())
      channels.set(name, { name, addedAt: Number((kept as Partial<Channel> | null)?.addedAt) || 0 });
    for (const name of channels.size === 0 ? FIRST_CHANNELS : []) await keep(name);
  }

  async function keep(name: string): Promise<Channel> {
    const channel = { name, addedAt: clock() };
    // Held before it is kept, so that the same name asked for twice at once is made once.
    channels.set(name, channel);
    try {
      await shelf.set(name, channel);
    } catch (thrown) {
      channels.delete(name);
      throw thrown;
    }
    return channel;
  }

  async function add(typed: string): Promise<Added> {
    const name = readName(typed);
    if (name === undefined) return { problem: 'bad-name', message: whyNot(typed) };
    if (channels.has(name)) return { problem: 'duplicate', message: `#${name} is already here.` };
    if (channels.size >= MOST_CHANNELS) {
      return { problem: 'too-many', message: `A workspace can have up to ${MOST_CHANNELS} channels.` };
    }
    const channel = await keep(name);
    added();
    return { channel };
  }

  return {
    load,
    list: () => [...channels.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')),
    has: (name) => channels.has(name),
    version: () => channels.size,
    add,
  };
}

function whyNot(typed: string): string {
  if (typed.trim() === '') return 'A channel needs a name, such as rl-agents.';
  if (typed.trim().length > LONGEST_NAME)
    return `A channel's name can have up to ${LONGEST_NAME} characters.`;
  return `“${typed.trim()}” can't be a channel's name. Use the letters a to z, digits, and hyphens, such as rl-agents.`;
}
