/** Holds every channel's topics in memory, by channel and by key, and keeps the topic matcher in step. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ChannelId, PersonId } from '../model/channel-id.ts';
import { messageOf } from '../model/errors.ts';
import type { Subscription, Who } from './channel.ts';

/** Called for every subscription. If it throws, only that topic is affected. */
export interface TopicListener {
  /** Returns what the query means now, perhaps with a copy of it that others share, or why it cannot be read. */
  added(key: string, subscription: Subscription): { query?: string; meaning: string } | { problem: string };
  removed(key: string, subscription: Subscription): void;
}

/**
 * A channel's topics, oldest first, and the key of each at the same place. Two lists take half the memory of a map, if they are made
 * anew with each topic: one that grows has room for 16 more.
 */
interface Held {
  channel: ChannelId;
  keys: readonly string[];
  topics: readonly Subscription[];
}

/** People who are remembered, so that the topics of one share who made them. */
const MOST_PEOPLE = 10_000;

/** @param onBadRecord called for a topic that cannot be read or matched */
export function createTopicList(listener: TopicListener, onBadRecord: (key: string, reason: string) => void) {
  const byChannel = new Map<ChannelId, Held>();
  /** The channels of topics whose key does not say it, as in a damaged row. */
  const strays = new Map<string, ChannelId>();
  const people = new Map<PersonId, Who>();

  const share = (who: Who): Who => {
    const known = people.get(who.id);
    if (known?.name === who.name) return known;
    if (people.size >= MOST_PEOPLE) people.clear();
    people.set(who.id, who);
    return who;
  };
  /** Where a topic is held; undefined for one that is not. */
  const find = (key: string) => {
    const held = byChannel.get(strays.get(key) ?? channelIn(key));
    const at = held?.keys.indexOf(key) ?? -1;
    return held === undefined || at < 0 ? undefined : { held, at };
  };
  const tellAdded: TopicListener['added'] = (key, topic) => {
    try {
      return listener.added(key, topic);
    } catch (error) {
      return { problem: messageOf(error) };
    }
  };
  const drop = (key: string) => {
    const found = find(key);
    if (found === undefined) return;
    strays.delete(key);
    const { held, at } = found;
    const topic = held.topics[at];
    held.topics = held.topics.toSpliced(at, 1);
    held.keys = held.keys.toSpliced(at, 1);
    if (held.keys.length === 0) byChannel.delete(held.channel);
    try {
      if (topic !== undefined) listener.removed(key, topic);
    } catch (error) {
      onBadRecord(key, messageOf(error));
    }
  };
  const hold = (key: string, topic: Subscription) => {
    const held = byChannel.get(topic.channel) ?? { channel: topic.channel, keys: [], topics: [] };
    byChannel.set(held.channel, held);
    if (channelIn(key) !== held.channel) strays.set(key, held.channel);
    const at = held.topics.findLastIndex((other) => !isOlder(topic, other)) + 1;
    held.keys = held.keys.toSpliced(at, 0, key);
    held.topics = held.topics.toSpliced(at, 0, { ...topic, channel: held.channel, by: share(topic.by) });
  };

  return {
    /** A channel's topics, oldest first: their positions are the numbers people see. */
    of: (channel: ChannelId): Subscription[] => byChannel.get(channel)?.topics.slice() ?? [],
    keys: () => [...byChannel.values().flatMap(({ keys }) => keys)],
    /** The key of a topic that the list holds. */
    keyOf(topic: Subscription): string {
      const held = byChannel.get(topic.channel);
      const key = held?.keys[held.topics.indexOf(topic)];
      if (key === undefined) throw new Error('the topic is not in the list, so it has no key');
      return key;
    },
    /** A key for each new topic. A key that another topic still has is given only when it is among `free`. */
    newKeys: (added: readonly Subscription[], free: ReadonlySet<string>) =>
      added.map((topic): [string, Subscription] => {
        let key = topicKey(topic);
        while (find(key) !== undefined && !free.has(key)) key += '+';
        return [key, topic];
      }),
    put(key: string, topic: Subscription): void {
      const before = find(key);
      const known = before?.held.topics[before.at];
      if (known !== undefined && isUnchanged(known, topic)) return;
      drop(key);
      const told = tellAdded(key, topic);
      if ('problem' in told) onBadRecord(key, told.problem);
      hold(key, { ...topic, ...told });
    },
    drop,
    dropChannel(channel: ChannelId): void {
      for (const key of [...(byChannel.get(channel)?.keys ?? [])]) drop(key);
    },
  };
}

function isOlder(a: Subscription, b: Subscription): boolean {
  return a.at === b.at ? a.query < b.query : a.at < b.at;
}

/** The channel that a key begins with. */
function channelIn(key: string): ChannelId {
  return key.slice(0, key.lastIndexOf(' '));
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
