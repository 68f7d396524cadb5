/**
 * Keeps what channels have chosen, settings and topics: in tables, and in memory for reading.
 *
 * Every change is an edit of the newest record: it is applied to what is known here and written only if the channel still
 * has that version, topics included; otherwise the newest is read and the edit applied again. One change is one
 * transaction, so a crash leaves either the old state or the new, and changes of several processes never overwrite
 * each other.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Database } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import { Channel, type NewChannel, newChannel, type Subscription } from './channel.ts';
import { readStored, type StartingPoint } from './stored.ts';
import * as table from './table.ts';

/** What is to become of a channel: what is absent stays as it is. */
export interface Edit {
  channel?: Channel;
  /** Topics whose meaning the channel follows already are left out. */
  add?: readonly Subscription[];
  remove?: readonly Subscription[];
}

/** Works out an edit from the newest record. It may be called several times, so it must not change anything itself. */
export type Editor = (channel: Channel, topics: readonly Subscription[]) => Edit;

/** What was written. */
export interface Changed {
  channel: Channel;
  added: Subscription[];
  removed: Subscription[];
}

export interface ChannelChange {
  id: string;
  edit: Editor;
  /** Makes the channel when it is new, and keeps its name up to date; without it an unknown channel is left alone. */
  fresh?: NewChannel;
}

export interface Channels {
  get(id: string): Channel | undefined;
  all(): Iterable<Channel>;
  /** A channel's topics, oldest first: their places are the numbers people see. */
  topics(id: string): Subscription[];
  /** Changes settings and topics together, or nothing. Undefined when the channel is unknown and none was given. */
  change(id: string, edit: Editor, fresh?: NewChannel): Promise<Changed | undefined>;
  /** Several channels in one transaction; unknown ones are left out. */
  changeAll(changes: readonly ChannelChange[]): Promise<Changed[]>;
  /** Makes the channel when it is new, and keeps its name up to date. */
  join(fresh: NewChannel): Promise<Channel>;
  /** Changes settings alone. A record that was damaged is whole again afterwards. */
  update(id: string, change: (channel: Channel) => Channel): Promise<Channel | undefined>;
  /** Deletes the channel and what it follows. */
  leave(id: string): Promise<void>;
  /** False when the channel is unknown, or already follows a query of this meaning. */
  subscribe(subscription: Subscription): Promise<boolean>;
  unsubscribe(subscription: Subscription): Promise<void>;
  /** Takes over what other processes changed. Costs as much as was changed. */
  refresh(): Promise<void>;
}

/** Hears of every subscription, so that the topic matcher is in step. */
export interface Listener {
  /** Says what the query means now, or why it cannot be read. */
  added(key: string, subscription: Subscription): { meaning: string } | { problem: string };
  removed(key: string): void;
}

export interface ChannelsOutside {
  store: Database;
  listener: Listener;
  /** Where a channel begins whose own beginning cannot be read. */
  startNow: () => Promise<StartingPoint>;
  /** Told of a record or topic that cannot be read as it is stored. */
  onBadRecord: (key: string, reason: string) => void;
}

/** Other processes that change the same channel this often in a row are at fault. */
const MOST_TRIES = 1_000;

/** Another process changed the channel since it was read. */
class Outdated extends Error {}

interface Known {
  channel: Channel;
  version: number;
}

export async function openChannels(outside: ChannelsOutside): Promise<Channels> {
  const { db, transact } = outside.store;
  const known = new Map<string, Known>();
  const topics = createTopicList(outside);
  let seen = -1;

  const take = ({ id, record, version }: Tables['channels'], start: StartingPoint) => {
    // Without an id that a channel can have there is nothing to post to, and nothing to repair.
    if (!Channel.shape.id.safeParse(id).success)
      return outside.onBadRecord(id, `The table channels has a row with the id "${id}", which was ignored.`);
    const channel = readStored(id, record, start);
    if (channel.state.kind === 'damaged') outside.onBadRecord(id, channel.state.why);
    known.set(id, { channel, version });
  };
  const forget = (id: string) => {
    known.delete(id);
    topics.dropChannel(id);
  };
  const readAll = async () => {
    const start = await outside.startNow();
    const channels = await db.selectFrom('channels').selectAll().execute();
    const rows = await db.selectFrom('subscriptions').selectAll().execute();
    const ids = new Set(channels.map(({ id }) => id));
    for (const id of known.keys()) if (!ids.has(id)) forget(id);
    for (const row of channels) take(row, start);
    const keys = new Set(rows.map(({ key }) => key));
    for (const key of topics.keys()) if (!keys.has(key)) topics.drop(key);
    for (const row of rows) topics.put(row.key, table.toTopic(row));
  };
  const readChanges = async () => {
    const start = await outside.startNow();
    // Removals come last: what is deleted between two reads is in them, whatever the reads before found.
    const channels = await db.selectFrom('channels').selectAll().where('rev', '>', seen).execute();
    const rows = await db.selectFrom('subscriptions').selectAll().where('rev', '>', seen).execute();
    const removals = await db.selectFrom('removals').selectAll().where('rev', '>', seen).execute();
    for (const row of channels) take(row, start);
    for (const row of rows) topics.put(row.key, table.toTopic(row));
    for (const { kind, key } of removals) kind === 'channel' ? forget(key) : topics.drop(key);
  };
  const refresh = async () => {
    const current = await table.readRevision(db);
    if (current === seen) return;
    const keepsUp = seen >= 0 && current > seen && current - seen < table.REMOVALS_KEPT;
    await (keepsUp ? readChanges() : readAll());
    seen = current;
  };

  /** Writes statements under a new revision; false when another process was first. */
  const commit = async (statements: readonly table.Statement[]): Promise<boolean> => {
    try {
      const raised = await transact(async ({ query, changed }) => {
        const revision = await changed(table.REVISION);
        for (const { query: statement, must } of statements) {
          const { numAffectedRows } = await query.executeQuery(statement.compile());
          if (must && numAffectedRows === 0n) throw new Outdated();
        }
        return revision;
      });
      // Another process wrote in between when it is not the next one: its changes are still to be read.
      if (raised === seen + 1) seen = raised;
      return true;
    } catch (error) {
      if (error instanceof Outdated) return false;
      throw error;
    }
  };

  /** An edit as statements, and what to remember once they are written. */
  const prepare = ({ id, edit, fresh }: ChannelChange) => {
    const before = known.get(id);
    const channel = before?.channel ?? (fresh && newChannel(fresh));
    if (channel === undefined) return undefined;
    const named = fresh ? takeName(channel, fresh) : channel;
    const list = topics.of(id);
    const wanted = edit(named, list);
    const after = wanted.channel ? repaired(wanted.channel, named) : named;
    const removed = list.filter((topic) => wanted.remove?.some((gone) => isSameTopic(topic, gone)));
    const added = newTopics(
      list.filter((topic) => !removed.includes(topic)),
      wanted.add ?? [],
    );
    const changed: Changed = { channel: after, added, removed };
    const isSame = before !== undefined && isDeepStrictEqual(after, before.channel);
    if (isSame && added.length === 0 && removed.length === 0) return { changed, statements: [], keep() {} };
    const version = before?.version ?? 0;
    const goneKeys = removed.map((topic) => topics.keyOf(topic));
    const puts = topics.newKeys(added, new Set(goneKeys));
    return {
      changed,
      statements: [
        ...table.putChannel(db, after, version),
        ...goneKeys.flatMap((key) => table.dropTopic(db, key)),
        ...puts.flatMap(([key, topic]) => table.putTopic(db, key, topic)),
        ...(goneKeys.length > 0 ? [table.pruneRemovals(db)] : []),
      ],
      keep() {
        known.set(id, { channel: after, version: version + 1 });
        for (const key of goneKeys) topics.drop(key);
        for (const [key, topic] of puts) topics.put(key, topic);
      },
    };
  };
  const changeAll = async (changes: readonly ChannelChange[]): Promise<Changed[]> => {
    // A channel that is not known here may have been made by another process.
    if (changes.some(({ id, fresh }) => !fresh && !known.has(id))) await refresh();
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const prepared = changes.map(prepare).filter((one) => one !== undefined);
      const statements = prepared.flatMap((one) => one.statements);
      if (statements.length === 0 || (await commit(statements))) {
        for (const { keep } of prepared) keep();
        return prepared.map(({ changed }) => changed);
      }
      await refresh();
    }
    throw new PaperboyError(
      'store',
      'Other processes kept changing the same channel, so this change was not made.',
    );
  };
  const change: Channels['change'] = async (id, edit, fresh) =>
    (await changeAll([fresh ? { id, edit, fresh } : { id, edit }]))[0];

  await refresh();
  return {
    get: (id) => known.get(id)?.channel,
    *all() {
      for (const { channel } of known.values()) yield channel;
    },
    topics: topics.of,
    change,
    changeAll,
    async join(fresh) {
      const changed = await change(fresh.id, () => ({}), fresh);
      return changed?.channel ?? newChannel(fresh);
    },
    update: async (id, edit) => (await change(id, (channel) => ({ channel: edit(channel) })))?.channel,
    async leave(id) {
      await refresh();
      const found = topics.of(id).length > 0 || known.has(id);
      if (found) await commit([...table.dropChannel(db, id), table.pruneRemovals(db)]);
      forget(id);
    },
    subscribe: async (topic) => (await change(topic.channel, () => ({ add: [topic] })))?.added.length === 1,
    unsubscribe: async (topic) => void (await change(topic.channel, () => ({ remove: [topic] }))),
    refresh,
  };
}

/** Topics by channel and by key, with the listener in step. What the listener throws costs that topic alone. */
function createTopicList({ listener, onBadRecord }: ChannelsOutside) {
  const byChannel = new Map<string, Map<string, Subscription>>();
  const channelOf = new Map<string, string>();
  const ask = (key: string, topic: Subscription): { meaning: string } | { problem: string } => {
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
    byChannel.get(channel)?.delete(key);
    try {
      listener.removed(key);
    } catch (error) {
      onBadRecord(key, messageOf(error));
    }
  };
  const keyOf = (topic: Subscription): string => {
    for (const [key, own] of byChannel.get(topic.channel) ?? []) if (own === topic) return key;
    throw new Error('a topic that is not kept has no key');
  };
  return {
    keyOf,
    drop,
    keys: () => [...channelOf.keys()],
    put(key: string, topic: Subscription) {
      const before = byChannel.get(topic.channel)?.get(key);
      if (before !== undefined && before.query === topic.query && before.at === topic.at) return;
      drop(key);
      const told = ask(key, topic);
      if ('problem' in told) onBadRecord(key, told.problem);
      const own = byChannel.get(topic.channel) ?? new Map<string, Subscription>();
      byChannel.set(topic.channel, own.set(key, { ...topic, ...told }));
      channelOf.set(key, topic.channel);
    },
    dropChannel(channel: string) {
      for (const key of [...(byChannel.get(channel)?.keys() ?? [])]) drop(key);
      byChannel.delete(channel);
    },
    of: (channel: string) =>
      [...(byChannel.get(channel)?.values() ?? [])].sort(
        (a, b) => a.at - b.at || (a.query < b.query ? -1 : 1),
      ),
    /** A key for each new topic; a key that another topic still has is not given again. */
    newKeys(added: readonly Subscription[], free: ReadonlySet<string>): [string, Subscription][] {
      return added.map((topic) => {
        let key = topicKey(topic);
        while (channelOf.has(key) && !free.has(key)) key += '+';
        return [key, topic];
      });
    },
  };
}

/** One channel follows one meaning once: the key says so. Meanings can be long, so they are hashed. */
export function topicKey({ channel, meaning }: Pick<Subscription, 'channel' | 'meaning'>): string {
  return `${channel} ${createHash('sha256').update(meaning).digest('hex').slice(0, 24)}`;
}

function isSameTopic(a: Subscription, b: Subscription): boolean {
  return a.meaning === b.meaning && a.query === b.query;
}

/** Each meaning once, and none that is followed already. */
function newTopics(list: readonly Subscription[], add: readonly Subscription[]): Subscription[] {
  const meanings = new Set(list.map(({ meaning }) => meaning));
  return add.filter(({ meaning }) => !meanings.has(meaning) && meanings.add(meaning));
}

/** The same object when nothing is new. */
function takeName(channel: Channel, { name, joined }: NewChannel): Channel {
  if (channel.name === name && (channel.joined || !joined)) return channel;
  return { ...channel, name, joined: channel.joined || joined };
}

/** A change that leaves the state `damaged` as it was writes a whole record, which is well again. */
function repaired(channel: Channel, before: Channel): Channel {
  const isLeft = channel.state.kind === 'damaged' && channel.state === before.state;
  return isLeft ? { ...channel, state: { kind: 'ok' } } : channel;
}
