/** Caches the names of channels and people, and who may see a channel. */

import { LRUCache } from 'lru-cache';
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import { type ChannelId, isInSpace, type SpaceId } from '../../src/model/channel-id.ts';
import type { Place, Shelf } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { isDirect, type Location, placeId, placeOf } from './places.ts';

/** What is kept of one channel. */
export interface Known {
  name?: string;
  /** Its name and topics are shown only to people who used Paperboy in it. True until Slack says that it is public. */
  hidden: boolean;
  /** People who used Paperboy in it, when it is hidden: user ids, the latest last. */
  seen: string[];
}

const MAX_SEEN = 200;

export interface Directory {
  /** Remembers what a payload says about a channel, and returns the place with the best name known. */
  note(
    location: Location,
    told: { name?: string | undefined; hidden?: boolean; user?: string },
  ): Promise<Place>;
  /** Whether a person may be shown that a channel is there. */
  mayKnow(id: ChannelId, user: string): Promise<boolean>;
  forget(channel: ChannelId): Promise<void>;
  forgetSpace(space: SpaceId): Promise<void>;
}

export function createDirectory(shelf: Shelf<Known>): Directory {
  const cache = new Map<string, Known>();

  async function recall(id: ChannelId): Promise<Known | undefined> {
    const known = cache.get(id) ?? (await shelf.get(id));
    if (known) cache.set(id, known);
    return known;
  }

  async function forget(id: ChannelId): Promise<void> {
    cache.delete(id);
    await shelf.delete(id);
  }

  return {
    async note(location, told) {
      const id = placeId(location);
      const before = await recall(id);
      const name = realName(told.name) ?? before?.name;
      const hidden = isHidden(location, told.name) || (told.hidden ?? before?.hidden ?? true);
      const seen = before?.seen ?? [];
      const isNew = hidden && told.user !== undefined && !seen.includes(told.user);
      const after: Known = {
        ...(name === undefined ? {} : { name }),
        hidden,
        seen: isNew && told.user ? [...seen, told.user].slice(-MAX_SEEN) : seen,
      };
      if (before === undefined || isNew || before.name !== name || before.hidden !== hidden) {
        cache.set(id, after);
        await shelf.set(id, after);
      }
      return placeOf(location, name);
    },
    async mayKnow(id, user) {
      const known = await recall(id);
      return known !== undefined && (!known.hidden || known.seen.includes(user));
    },
    forget,
    async forgetSpace(space) {
      for (const id of cache.keys()) if (isInSpace(id, space)) cache.delete(id);
      await deleteWhere(shelf, (id) => isInSpace(id, space));
    },
  };
}

/** Whether a payload's name for its channel is that of a public channel. */
export function isPublicName(name: string | undefined): boolean {
  return realName(name) !== undefined && !isGroupName(name);
}

/** Payloads from private channels and direct messages have a fixed word instead of a name. */
function realName(name: string | undefined): string | undefined {
  return name === undefined || name === '' || name === 'privategroup' || name === 'directmessage'
    ? undefined
    : name;
}

/** Conversations of several people are named after them. */
function isGroupName(name: string | undefined): boolean {
  return name?.startsWith('mpdm-') === true;
}

function isHidden({ channel }: Location, name: string | undefined): boolean {
  const isWord = name === 'privategroup' || name === 'directmessage';
  return isDirect(channel) || channel.startsWith('G') || isWord || isGroupName(name);
}

/** Names of people kept in memory. */
const MAX_NAMES = 10_000;
/** Shown without the scope users:read, since a user ID means nothing to other people. */
const UNNAMED = 'someone';

export interface People {
  /** @param given the name that came with the event, where one did */
  nameOf(user: string, given: string | undefined, client: Client): Promise<string>;
}

export function createPeople(): People {
  const names = new LRUCache<string, string>({ max: MAX_NAMES });
  return {
    async nameOf(user, given, client) {
      const name = given || names.get(user) || (await ask(user, client));
      names.set(user, name);
      return name;
    },
  };
}

async function ask(user: string, client: Client): Promise<string> {
  try {
    const { user: known } = await client.users.info({ user });
    return known?.profile?.display_name || known?.real_name || known?.name || UNNAMED;
  } catch {
    return UNNAMED;
  }
}
