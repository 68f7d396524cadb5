/**
 * What channels have chosen: settings and subscriptions, kept in two shelves and in memory.
 *
 * A subscription is a key of its own, so that adding one and removing another never write the same record, and one
 * write is one change: a crash leaves either the old state or the new. The revision is raised after the write, so that
 * another process that sees it raised finds the write; a crash in between is seen at that process's next reading.
 */
import { createHash } from 'node:crypto';
import type { Shelf } from '../model/ports.ts';
import { createTurns } from '../turns.ts';
import { Channel, type NewChannel, newChannel, Subscription } from './channel.ts';

export interface Channels {
  get(id: string): Channel | undefined;
  all(): Iterable<Channel>;
  /** Makes the channel when it is new, and keeps its name up to date. */
  join(fresh: NewChannel): Promise<Channel>;
  update(id: string, change: (channel: Channel) => Channel): Promise<Channel | undefined>;
  /** Deletes the channel and what it follows. */
  leave(id: string): Promise<void>;
  /** A channel's topics, oldest first: their places are the numbers people see. */
  topics(id: string): Subscription[];
  /** False when the channel already follows a query of this meaning. */
  subscribe(subscription: Subscription): Promise<boolean>;
  unsubscribe(subscription: Subscription): Promise<void>;
  /** Takes over what other processes changed. Cheap when there is nothing. */
  refresh(): Promise<void>;
}

/** Hears of every subscription, so that the topic matcher is in step. */
export interface Listener {
  added(key: string, subscription: Subscription): void;
  removed(key: string): void;
}

export interface ChannelsOutside {
  channels: Shelf<Channel>;
  subscriptions: Shelf<Subscription>;
  /** Raised by every change, whichever process makes it. */
  revision: { read(): number; raise(): number };
  listener: Listener;
  /** Told of a record that cannot be read; it is left in the store and out of the run. */
  onBadRecord: (key: string, reason: string) => void;
}

export async function openChannels(outside: ChannelsOutside): Promise<Channels> {
  const { listener, revision } = outside;
  const known = new Map<string, Channel>();
  /** By channel, then by key. */
  const topics = new Map<string, Map<string, Subscription>>();
  let seen = -1;

  const remember = (key: string, subscription: Subscription) => {
    const own = topics.get(subscription.channel) ?? new Map<string, Subscription>();
    topics.set(subscription.channel, own.set(key, subscription));
    listener.added(key, subscription);
  };
  const drop = (key: string, channel: string) => {
    if (topics.get(channel)?.delete(key)) listener.removed(key);
  };
  const refresh = async () => {
    const current = revision.read();
    if (current === seen) return;
    const channels = await readAll(outside.channels, Channel, outside.onBadRecord);
    const subscriptions = await readAll(outside.subscriptions, Subscription, outside.onBadRecord);
    for (const id of known.keys()) if (!channels.has(id)) known.delete(id);
    for (const [id, channel] of channels) known.set(id, channel);
    for (const [channel, own] of topics)
      for (const key of own.keys()) if (!subscriptions.has(key)) drop(key, channel);
    for (const [key, subscription] of subscriptions) {
      if (!topics.get(subscription.channel)?.has(key)) remember(key, subscription);
    }
    seen = current;
  };
  /** After a write of our own: the next one to see, unless another process wrote meanwhile. */
  const wrote = () => {
    const raised = revision.raise();
    if (raised === seen + 1) seen = raised;
  };
  const forget = async (key: string, channel: string) => {
    await outside.subscriptions.delete(key);
    drop(key, channel);
    wrote();
  };
  const inTurn = createTurns();
  const write = async (channel: Channel) => {
    await outside.channels.set(channel.id, channel);
    known.set(channel.id, channel);
    wrote();
    return channel;
  };
  await refresh();

  return {
    get: (id) => known.get(id),
    all: () => known.values(),
    join: (fresh) =>
      inTurn(fresh.id, async () => {
        const before = known.get(fresh.id);
        if (before === undefined) return write(newChannel(fresh));
        const joined = before.joined || fresh.joined;
        if (before.name === fresh.name && before.joined === joined) return before;
        return write({ ...before, name: fresh.name, joined });
      }),
    update: (id, change) =>
      inTurn(id, async () => {
        const before = known.get(id);
        return before && write(change(before));
      }),
    leave: (id) =>
      inTurn(id, async () => {
        for (const key of [...(topics.get(id)?.keys() ?? [])]) await forget(key, id);
        topics.delete(id);
        await outside.channels.delete(id);
        known.delete(id);
        wrote();
      }),
    topics: (id) =>
      [...(topics.get(id)?.values() ?? [])].sort((a, b) => a.at - b.at || (a.query < b.query ? -1 : 1)),
    async subscribe(subscription) {
      const key = keyOf(subscription);
      if (topics.get(subscription.channel)?.has(key)) return false;
      await outside.subscriptions.set(key, subscription);
      remember(key, subscription);
      wrote();
      return true;
    },
    unsubscribe: (subscription) => forget(keyOf(subscription), subscription.channel),
    refresh,
  };
}

/** One channel follows one meaning once: the key says so. Keyv's SQLite keys hold 255 characters, so it is hashed. */
export function keyOf(subscription: Pick<Subscription, 'channel' | 'meaning'>): string {
  return `${subscription.channel} ${createHash('sha256').update(subscription.meaning).digest('hex').slice(0, 24)}`;
}

async function readAll<T>(
  shelf: Shelf<T>,
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error } },
  onBadRecord: (key: string, reason: string) => void,
): Promise<Map<string, T>> {
  const all = new Map<string, T>();
  for await (const [key, value] of shelf.entries()) {
    const read = schema.safeParse(value);
    if (read.success) all.set(key, read.data);
    else onBadRecord(key, read.error.message);
  }
  return all;
}
