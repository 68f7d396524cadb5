/** Stores the workspace's channels, and validates the names of new ones. */
import { formatChannelId, parseChannelId } from '../../src/model/channel-id.ts';
import type { Place, Shelf } from '../../src/model/ports.ts';

export interface Channel {
  name: string;
  /** Milliseconds since 1970. */
  addedAt: number;
}

export const FIRST_CHANNELS = ['general', 'ml-papers'] as const;
/** Bounds the workspace; a longer list of channels would be hard to read anyway. */
export const MOST_CHANNELS = 200;
const LONGEST_NAME = 80;
export const SPACE = { platform: 'web', space: 'local' };
/** The name of the shelf that holds them. */
export const SHELF = 'web_channels';

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

export type Added =
  | { channel: Channel }
  | { problem: 'bad-name' | 'duplicate' | 'too-many'; message: string };

export interface Channels {
  load(): Promise<void>;
  /** Adds a channel again whose stored row was lost; false when it is listed or has no name of this workspace. */
  restore(id: string, addedAt: number): Promise<boolean>;
  list(): Channel[];
  has(name: string): boolean;
  /** A number that changes whenever the list changes. */
  version(): number;
  add(typed: string): Promise<Added>;
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
    // The name is enough: a damaged time of adding counts as 0.
    for await (const [name, kept] of shelf.entries())
      channels.set(name, { name, addedAt: Number((kept as Partial<Channel> | null)?.addedAt) || 0 });
    for (const name of channels.size === 0 ? FIRST_CHANNELS : []) await keep(name);
  }

  async function keep(name: string, addedAt = clock()): Promise<Channel> {
    const channel = { name, addedAt };
    // Listed before it is stored, so that two requests for one name at once add it once.
    channels.set(name, channel);
    try {
      await shelf.set(name, channel);
    } catch (thrown) {
      channels.delete(name);
      throw thrown;
    }
    return channel;
  }

  async function restore(id: string, addedAt: number): Promise<boolean> {
    const name = nameOf(id);
    if (name === undefined || channels.has(name) || readName(name) !== name) return false;
    await keep(name, addedAt);
    return true;
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
    restore,
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
