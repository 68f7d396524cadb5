/** Holds all channels and topics in memory, and loads what other processes changed in the tables. */
import { sql } from 'kysely';
import type { ChannelId } from '../model/channel-id.ts';
import type { Database } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import { Channel } from './channel.ts';
import { createSharedParts } from './shared-parts.ts';
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

/** A channel, with the version of its row: it grows with every change of the channel or its topics. */
interface Known {
  channel: Channel;
  version: number;
}

/** Rows read at a time: all at once would take as much memory again as what is kept of them, and so many are soon forgotten. */
const PAGE = 500;

export function createChannelCache(context: ChannelsContext) {
  const { startNow, onBadRecord } = context;
  const { db, revision } = context.store;
  const channels = new Map<ChannelId, Known>();
  const topics = createTopicList(context.listener, onBadRecord);
  const shareParts = createSharedParts();
  /** The revision up to which the cache is current. */
  let seen = -1;

  const read = ({ id, record, version }: Tables['channels'], start: StartingPoint): Known | undefined => {
    // Without an id that a channel can have there is nothing to post to, and nothing to repair.
    if (!Channel.shape.id.safeParse(id).success) {
      onBadRecord(id, `The table channels has a row with the id "${id}", which was ignored.`);
      return undefined;
    }
    const channel = readStored(id, record, start);
    shareParts(channel);
    if (channel.state.kind === 'damaged') onBadRecord(id, channel.state.why);
    return { channel, version };
  };
  const put = (known: Known | undefined) => known && channels.set(known.channel.id, known);
  const forget = (id: ChannelId) => {
    channels.delete(id);
    topics.dropChannel(id);
  };

  const readAll = async () => {
    const start = await startNow();
    // Put after their topics: a channel without any would get every paper.
    const found: Known[] = [];
    for await (const rows of pagesOf(db, 'channels', 'id'))
      found.push(...rows.map((row) => read(row, start)).filter((one) => one !== undefined));
    const unread = new Set(topics.keys());
    for await (const rows of pagesOf(db, 'subscriptions', 'key'))
      for (const row of rows) {
        unread.delete(row.key);
        topics.put(row.key, table.toTopic(row));
      }
    for (const key of unread) topics.drop(key);
    const gone = new Set(channels.keys());
    for (const { channel } of found) gone.delete(channel.id);
    gone.forEach(forget);
    found.forEach(put);
  };
  const readChanges = async () => {
    const start = await startNow();
    const channelRows = await db.selectFrom('channels').selectAll().where('rev', '>', seen).execute();
    const topicRows = await db.selectFrom('subscriptions').selectAll().where('rev', '>', seen).execute();
    // Removals come last: what is deleted between two reads is in them, whatever the reads before found.
    const removals = await db.selectFrom('removals').selectAll().where('rev', '>', seen).execute();
    for (const row of channelRows) put(read(row, start));
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

/** All rows of a table in the order of its key, a page at a time. */
async function* pagesOf<Name extends 'channels' | 'subscriptions'>(
  db: Database['db'],
  name: Name,
  key: keyof Tables[Name] & string,
): AsyncGenerator<Tables[Name][]> {
  const [table, column] = [sql.table(name), sql.ref(key)];
  let rows: Tables[Name][] = [];
  do {
    const last = rows.at(-1);
    const behind = last === undefined ? sql`` : sql`WHERE ${column} > ${last[key]}`;
    const page = sql<Tables[Name]>`SELECT * FROM ${table} ${behind} ORDER BY ${column} LIMIT ${PAGE}`;
    rows = (await page.execute(db)).rows;
    yield rows;
  } while (rows.length === PAGE);
}
