/** Looks up the kind of a channel by its id, and caches the answer for a while. */
import { type APIChannel, type APIGuildForumTag, ChannelType, Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../src/model/ports.ts';
import { type Api, patient } from './api.ts';

export interface KnownChannel {
  kind: 'text' | 'announcement' | 'forum';
  /** A thread can be started from a message in it. */
  canThread: boolean;
  /** Tags of a forum, and whether a thread there must have one. */
  tags: APIGuildForumTag[];
  needsTag: boolean;
}

export interface Channels {
  /** Throws what the API throws. */
  look(channel: string): Promise<KnownChannel>;
  forget(channel: string): void;
}

/** Kinds change rarely, tags sometimes. Milliseconds. */
const KEEP_MS = 10 * 60_000;
const MOST_KEPT = 5_000;
/** https://discord.com/developers/docs/resources/channel#channel-object-channel-flags */
const REQUIRE_TAG = 1 << 4;

export function createChannels(api: Api, clock: Clock): Channels {
  const kept = new LRUCache<string, KnownChannel>({
    max: MOST_KEPT,
    ttl: KEEP_MS,
    ttlResolution: 0,
    perf: { now: clock },
  });
  return {
    async look(id) {
      const before = kept.get(id);
      if (before) return before;
      const channel = known(await patient(api).call<APIChannel>('GET', Routes.channel(id)));
      kept.set(id, channel);
      return channel;
    },
    forget: (id) => void kept.delete(id),
  };

  function known(channel: APIChannel): KnownChannel {
    const { type } = channel;
    const forum = type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
    const { available_tags, flags } = channel as {
      available_tags?: APIGuildForumTag[];
      flags?: number;
    };
    return {
      kind: forum ? 'forum' : type === ChannelType.GuildAnnouncement ? 'announcement' : 'text',
      canThread: type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement,
      tags: available_tags ?? [],
      needsTag: ((flags ?? 0) & REQUIRE_TAG) !== 0,
    };
  }
}
