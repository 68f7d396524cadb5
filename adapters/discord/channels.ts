/** Looks up Discord's channels: of what kind they are, and whether they are gone. */
import { type APIChannel, type APIGuildForumTag, ChannelFlags, ChannelType, Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../src/model/ports.ts';
import { type Api, patient } from './api.ts';
import { isRefusal } from './errors.ts';
import { type Destination, DIRECT } from './places.ts';

export interface KnownChannel {
  kind: 'text' | 'announcement' | 'forum';
  /** A thread can be started from a message in it. */
  canThread: boolean;
  /** Tags of a forum, and whether a thread there must have one. */
  tags: APIGuildForumTag[];
  needsTag: boolean;
}

/** Discord's code for a channel that does not exist. */
const UNKNOWN_CHANNEL = 10003;
/** Kinds change rarely, tags sometimes. Milliseconds. */
const KEEP_MS = 10 * 60_000;
const MOST_KEPT = 5_000;

export type Channels = ReturnType<typeof createChannels>;

export function createChannels(api: Api, clock: Clock) {
  const kept = new LRUCache<string, KnownChannel>({
    max: MOST_KEPT,
    ttl: KEEP_MS,
    ttlResolution: 0,
    perf: { now: clock },
  });
  return {
    /** @throws what the API throws */
    async look(id: string): Promise<KnownChannel> {
      const before = kept.get(id);
      if (before) return before;
      const channel = known(await patient(api).call<LookedUp>('GET', Routes.channel(id)));
      kept.set(id, channel);
      return channel;
    },
    /** Whether Discord says that a channel is gone: in doubt it is not. */
    async isGone({ guild, channel }: Destination): Promise<boolean> {
      if (guild === DIRECT) return false;
      try {
        await patient(api).call('GET', Routes.channel(channel));
        return false;
      } catch (error) {
        return isRefusal(error, UNKNOWN_CHANNEL);
      }
    },
    forget: (id: string) => void kept.delete(id),
  };
}

type LookedUp = Pick<APIChannel, 'type' | 'flags'> & { available_tags?: APIGuildForumTag[] };

function known({ type, flags, available_tags }: LookedUp): KnownChannel {
  const isForum = type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
  const isAnnouncement = type === ChannelType.GuildAnnouncement;
  return {
    kind: isForum ? 'forum' : isAnnouncement ? 'announcement' : 'text',
    canThread: isAnnouncement || type === ChannelType.GuildText,
    tags: available_tags ?? [],
    needsTag: ((flags ?? 0) & ChannelFlags.RequireTag) !== 0,
  };
}
