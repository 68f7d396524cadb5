/** Maps Slack's ids to the core's places and people, caches their names and who may see a channel, and asks who is an admin. */
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import {
  type ChannelId,
  formatChannelId,
  formatSpaceId,
  isInSpace,
  type PersonId,
  type SpaceId,
} from '../../src/model/channel-id.ts';
import type { Person, Place, Shelf } from '../../src/model/ports.ts';
import type { Client } from './api.ts';

export const PLATFORM = 'slack';

/** `space` is the workspace, or the organization where the app is installed for all of it. */
export interface Location {
  space: string;
  channel: string;
}

/** The workspace or organization that an incoming request belongs to, as set by `Workspaces.authorize`. */
export function spaceOf(context: Context): string {
  return typeof context.space === 'string' ? context.space : (context.teamId ?? context.enterpriseId ?? '');
}

export function locationOf(context: Context, channel: string): Location {
  return { space: spaceOf(context), channel };
}

export function placeId({ space, channel }: Location): ChannelId {
  return formatChannelId({ platform: PLATFORM, space, channel });
}

export function spaceId(space: string): SpaceId {
  return formatSpaceId(PLATFORM, space);
}

/**
 * Parses an ID such as `slack:T1:C1`; undefined when it is not Slack's. A person's ID holds the workspace and the user, who can
 * be written to like a channel.
 */
export function readId(id: ChannelId | PersonId): Location | undefined {
  const [, space, channel] = /^slack:([^:]+):([^:]+)$/.exec(id) ?? [];
  return space && channel ? { space, channel } : undefined;
}

export function personOf(space: string, user: string, name?: string): Person {
  return { id: `${PLATFORM}:${space}:${user}`, name: name || user };
}

export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Whether a place's id is that of a direct message. */
export function isDirectId(id: ChannelId): boolean {
  return isDirect(readId(id)?.channel ?? '');
}

/** Named such as `#general`; direct messages and channels whose name is unknown are named in words. */
export function placeOf(location: Location, name: string | undefined): Place {
  const direct = isDirect(location.channel) ? { direct: true as const } : {};
  return { id: placeId(location), name: placeName(location.channel, name), ...direct };
}

function placeName(channel: string, name: string | undefined): string {
  if (isDirect(channel) || name === 'directmessage') return 'direct message';
  const real = realName(name);
  return real === undefined ? 'a private channel' : `#${real.replace(/^#/, '')}`;
}

/** Payloads from private channels and direct messages have a fixed word instead of a name. */
function realName(name: string | undefined): string | undefined {
  return /^(?:privategroup|directmessage)?$/.test(name ?? '') ? undefined : name;
}

/** Whether a payload's name for its channel is that of a public channel. Conversations of several people are named after them. */
export function isPublicName(name: string | undefined): boolean {
  return realName(name)?.startsWith('mpdm-') === false;
}

function isHidden({ channel }: Location, name: string | undefined): boolean {
  return isDirect(channel) || channel.startsWith('G') || (Boolean(name) && !isPublicName(name));
}

/** What is kept of one channel. */
export interface Known {
  name?: string;
  /** Its name and topics are shown only to people who used Paperboy in it. True until Slack says that it is public. */
  hidden: boolean;
  /** People who used Paperboy in it, when it is hidden: user ids, the latest last. */
  seen: string[];
}

const MAX_SEEN = 200;

/** What a payload says about a channel. */
interface Told {
  name?: string | undefined;
  hidden?: boolean;
  user?: string;
}

export type Directory = ReturnType<typeof createDirectory>;

/** Nothing of it is kept in memory: what one process learns, such as that a channel is private, holds for all at once. */
export function createDirectory(shelf: Shelf<Known>) {
  return {
    /** Remembers what a payload says about a channel, and returns the place with the best name known. */
    async note(location: Location, told: Told): Promise<Place> {
      const id = placeId(location);
      const learn = (before: Known | undefined) => withTold(before, location, told);
      let known = await shelf.get(id);
      const learned = learn(known);
      if (!isDeepStrictEqual(known, learned))
        [known] = await shelf.merge([{ key: id, value: learned }], learn);
      return placeOf(location, known?.name);
    },
    /** Which of these channels a person may be shown. */
    async thoseKnownTo(user: string, ids: readonly ChannelId[]): Promise<ReadonlySet<ChannelId>> {
      const each = await shelf.getMany([...ids]);
      const mayKnow = (known: Known | undefined) => known && (!known.hidden || known.seen.includes(user));
      return new Set(ids.filter((_, at) => mayKnow(each[at])));
    },
    /** What is known of a channel; undefined for one that was heard to be deleted since its name was noted. */
    look: (id: ChannelId): Promise<Known | undefined> => shelf.get(id),
    forget: (id: ChannelId): Promise<void> => shelf.delete(id),
    forgetSpace: (space: SpaceId): Promise<void> => deleteWhere(shelf, (id) => isInSpace(id, space)),
  };
}

function withTold(before: Known | undefined, location: Location, told: Told): Known {
  const name = realName(told.name) ?? before?.name;
  const hidden = isHidden(location, told.name) || (told.hidden ?? before?.hidden ?? true);
  const seen = before?.seen ?? [];
  const added = hidden && told.user && !seen.includes(told.user) ? [told.user] : [];
  return { ...(name === undefined ? {} : { name }), hidden, seen: [...seen, ...added].slice(-MAX_SEEN) };
}

/** Names of people kept in memory. */
const MAX_NAMES = 10_000;
/** Shown without the scope users:read, since a user ID means nothing to other people. */
const UNNAMED = 'someone';

export function createPeople() {
  const names = new LRUCache<string, string>({ max: MAX_NAMES });
  return {
    /** @param given the name that came with the event, where one did */
    async nameOf(user: string, given: string | undefined, client: Client): Promise<string> {
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

/** Undefined when the person may. In doubt they may not. */
export async function refusalFor(user: string, client: Client): Promise<string | undefined> {
  try {
    const { user: person } = await client.users.info({ user });
    if (person?.is_admin || person?.is_owner) return undefined;
    return 'Only workspace admins can change what Paperboy posts. Nothing was changed.';
  } catch {
    return "Only workspace admins can change what Paperboy posts, and the app can't see who is an admin without the scope users:read. Nothing was changed.";
  }
}
