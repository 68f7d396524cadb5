/** Remembers the names of channels, and whether others may know of them. */
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import { type ChannelId, isInSpace, type SpaceId } from '../../src/model/channel-id.ts';
import type { Place, Shelf } from '../../src/model/ports.ts';
import { isDirect, placeId, placeOf, type Room } from './places.ts';

/** What is kept of one channel. */
export interface Known {
  name?: string;
  /** Its name and topics are for those who were seen in it. So it is until Slack says that it is public. */
  hidden: boolean;
  /** People who used Paperboy in it, when it is hidden: user ids, the latest last. */
  seen: string[];
}

const MOST_SEEN = 200;

export interface Directory {
  /** Notes what a payload says of a channel, and gives the place with the best name known. */
  note(room: Room, told: { name?: string | undefined; hidden?: boolean; user?: string }): Promise<Place>;
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
    async note(room, told) {
      const id = placeId(room);
      const before = await recall(id);
      const name = realName(told.name) ?? before?.name;
      const hidden = isHidden(room, told.name) || (told.hidden ?? before?.hidden ?? true);
      const seen = before?.seen ?? [];
      const isNew = hidden && told.user !== undefined && !seen.includes(told.user);
      const after: Known = {
        ...(name === undefined ? {} : { name }),
        hidden,
        seen: isNew && told.user ? [...seen, told.user].slice(-MOST_SEEN) : seen,
      };
      if (before === undefined || isNew || before.name !== name || before.hidden !== hidden) {
        cache.set(id, after);
        await shelf.set(id, after);
      }
      return placeOf(room, name);
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

/** Whether a command's word for its channel is the name of a public one. */
export function isPublicName(name: string | undefined): boolean {
  return realName(name) !== undefined && !isGroupName(name);
}

/** Commands from private channels and direct messages bear a word in place of a name. */
function realName(name: string | undefined): string | undefined {
  return name === undefined || name === '' || name === 'privategroup' || name === 'directmessage'
    ? undefined
    : name;
}

/** Conversations of several people are named after them. */
function isGroupName(name: string | undefined): boolean {
  return name?.startsWith('mpdm-') === true;
}

function isHidden({ channel }: Room, name: string | undefined): boolean {
  const isWord = name === 'privategroup' || name === 'directmessage';
  return isDirect(channel) || channel.startsWith('G') || isWord || isGroupName(name);
}
