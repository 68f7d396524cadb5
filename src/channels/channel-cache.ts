/** Holds all channels and topics in memory, and loads what other processes changed in the tables. */
import type { ChannelId } from '../model/channel-id.ts';
import type { Database } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import { Channel } from './channel.ts';
import { readStored, type StartingPoint } from './stored.ts';
import * as table from './table.ts';
import { createTopicList, type TopicListener } from './topic-list.ts';

export interface ChannelsContext {
  store: Database;
  listener: TopicListener;
  /** Where a channel begins whose own beginning cannot be read. */
  startNow: () => Promise<StartingPoint>;
  /** Is told of a record or topic that cannot be read as it is stored. */
  onBadRecord: (key: string, reason: string) => void;
}

export function createChannelCache(context: ChannelsContext) {
  const { startNow, onBadRecord } = context;
  const { db, revision } = context.store;
  /** The version is that of a channel's row: it grows with every change of the channel or its topics. */
  const channels = new Map<ChannelId, { channel: Channel; version: number }>();
  const topics = createTopicList(context.listener, onBadRecord);
  /** The revision up to which the cache is current. */
  let seen = -1;

  const put = ({ id, record, version }: Tables['channels'], start: StartingPoint) => {
    // Without an id that a channel can have there is nothing to post to, and nothing to repair.
    if (!Channel.shape.id.safeParse(id).success)
      return onBadRecord(id, `The table channels has a row with the id "${id}", which was ignored.`);
    const channel = readStored(id, record, start);
    if (channel.state.kind === 'damaged') onBadRecord(id, channel.state.why);
    channels.set(id, { channel, version });
  };
  const forget = (id: ChannelId) => {
    channels.delete(id);
    topics.dropChannel(id);
  };

  const readAll = async () => {
    const start = await startNow();
    const channelRows = await db.selectFrom('channels').selectAll().execute();
    const topicRows = await db.selectFrom('subscriptions').selectAll().execute();
    const ids = new Set(channelRows.map(({ id }) => id));
    for (const id of channels.keys()) if (!ids.has(id)) forget(id);
    for (const row of channelRows) put(row, start);
    const keys = new Set(topicRows.map(({ key }) => key));
    for (const key of topics.keys()) if (!keys.has(key)) topics.drop(key);
    for (const row of topicRows) topics.put(row.key, table.toTopic(row));
  };
  const readChanges = async () => {
    const start = await startNow();
    const channelRows = await db.selectFrom('channels').selectAll().where('rev', '>', seen).execute();
    const topicRows = await db.selectFrom('subscriptions').selectAll().where('rev', '>', seen).execute();
    // Removals come last: what is deleted between two reads is in them, whatever the reads before found.
    const removals = await db.selectFrom('removals').selectAll().where('rev', '>', seen).execute();
    for (const row of channelRows) put(row, start);
    for (const row of topicRows) topics.put(row.key, table.toTopic(row));
    for (const { kind, key } of removals) kind === 'channel' ? forget(key) : topics.drop(key);
  };

  return {
    channels,
    topics,
    forget,
    /** Takes over what other processes changed. Costs as much as was changed. */
    async refresh(): Promise<void> {
      const current = await revision(table.REVISION);
      if (current === seen) return;
      const keepsUp = seen >= 0 && current > seen && current - seen < table.REMOVALS_KEPT;
      await (keepsUp ? readChanges() : readAll());
      seen = current;
    },
    /** Notes that a change of this process was written under a revision. */
    written(revision: number): void {
      // Another process wrote in between when it is not the next one: its changes are still to be read.
      if (revision === seen + 1) seen = revision;
    },
  };
}
