/** Holds every channel's topics in memory, by channel and by key, and keeps the topic matcher in step. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ChannelId } from '../model/channel-id.ts';
import { messageOf } from '../model/errors.ts';
import type { Subscription } from './channel.ts';

/** Called for every subscription. If it throws, only that topic is affected. */
export interface TopicListener {
  /** Returns what the query means now, perhaps with a copy of it that others share, or why it cannot be read. */
  added(key: string, subscription: Subscription): { query?: string; meaning: string } | { problem: string };
  removed(key: string, subscription: Subscription): void;
}

/** @param onBadRecord called for a topic that cannot be read or matched */
export function createTopicList(listener: TopicListener, onBadRecord: (key: string, reason: string) => void) {
  const byChannel = new Map<ChannelId, Map<string, Subscription>>();
  const channelOf = new Map<string, ChannelId>();

  const tellAdded: TopicListener['added'] = (key, topic) => {
    try {
      return listener.added(key, topic);
    } catch (error) {
      return { problem: messageOf(error) };
    }
  };
  const drop = (key: string) => {
    const channel = channelOf.get(key);
    if (channel === undefined) return;
    channelOf.delete(key);
    const topic = byChannel.get(channel)?.get(key);
    byChannel.get(channel)?.delete(key);
    try {
      if (topic !== undefined) listener.removed(key, topic);
    } catch (error) {
      onBadRecord(key, messageOf(error));
    }
  };

  return {
    /** A channel's topics, oldest first: their positions are the numbers people see. */
    of: (channel: ChannelId): Subscription[] =>
      [...(byChannel.get(channel)?.values() ?? [])].sort(
        (a, b) => a.at - b.at || (a.query < b.query ? -1 : 1),
      ),
    keys: () => [...channelOf.keys()],
    /** The key of a topic that the list holds. */
    keyOf(topic: Subscription): string {
      for (const [key, own] of byChannel.get(topic.channel) ?? []) if (own === topic) return key;
      throw new Error('the topic is not in the list, so it has no key');
    },
    /** A key for each new topic. A key that another topic still has is given only when it is among `free`. */
    newKeys: (added: readonly Subscription[], free: ReadonlySet<string>) =>
      added.map((topic): [string, Subscription] => {
        let key = topicKey(topic);
        while (channelOf.has(key) && !free.has(key)) key += '+';
        return [key, topic];
      }),
    put(key: string, topic: Subscription): void {
      const before = byChannel.get(topic.channel)?.get(key);
      if (before !== undefined && isUnchanged(before, topic)) return;
      drop(key);
      const told = tellAdded(key, topic);
      if ('problem' in told) onBadRecord(key, told.problem);
      const own = byChannel.get(topic.channel) ?? new Map<string, Subscription>();
      byChannel.set(topic.channel, own.set(key, { ...topic, ...told }));
      channelOf.set(key, topic.channel);
    },
    drop,
    dropChannel(channel: ChannelId): void {
      for (const key of [...(byChannel.get(channel)?.keys() ?? [])]) drop(key);
      byChannel.delete(channel);
    },
  };
}

/** Whether two topics are the same one, unchanged. Their meanings may be those of two versions of the language. */
export function isUnchanged(a: Subscription, b: Subscription): boolean {
  return isDeepStrictEqual(asChosen(a), asChosen(b));
}

function asChosen({ channel, query, by, at, name, edited }: Subscription) {
  return { channel, query, by, at, name, edited };
}

/** The same for the same meaning in the same channel. Meanings can be long, so they are hashed. */
function topicKey({ channel, meaning }: Subscription): string {
  return `${channel} ${createHash('sha256').update(meaning).digest('hex').slice(0, 24)}`;
}
