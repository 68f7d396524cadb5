/**
 * Stores what channels have chosen, settings and topics: in tables, and in memory for reading.
 *
 * Every change is an edit of the newest record: it is applied to the record in memory and written only if the channel still
 * has that version, topics included; otherwise the newest is read and the edit applied again. One change is one
 * transaction, so a crash leaves either the old state or the new, and changes of several processes never overwrite
 * each other.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ChannelId, PersonId } from '../model/channel-id.ts';
import { PaperboyError } from '../model/errors.ts';
import { changesSince, countChanges, findChange, recordStatements } from './change-log.ts';
import type { Channel, NewChannel } from './channel.ts';
import { type ChannelsContext, createChannelCache } from './channel-cache.ts';
import { withCopied } from './copies.ts';
import { applyEdit, type Changed, type Editor } from './edit.ts';
import { type Changing, type RecordedChange, recordOf } from './recorded-change.ts';
import * as table from './table.ts';

export interface ChannelChange {
  id: ChannelId;
  edit: Editor;
  /** Makes the channel when it is new, and keeps its name up to date; without it an unknown channel is left alone. */
  fresh?: NewChannel | undefined;
  /** Who makes it: it is recorded, so that it can be undone. */
  changing?: Omit<Changing, 'id'> | undefined;
}

/** What an edit made of a channel, with its record where one was asked for and there is something to undo. */
export type Written = Changed & { recorded?: RecordedChange };

/** Other processes that change the same channel this often in a row are at fault. */
const MOST_TRIES = 1_000;

/** Another process changed the channel since it was read. */
class Outdated extends Error {}

export type Channels = Awaited<ReturnType<typeof openChannels>>;

export async function openChannels(context: ChannelsContext) {
  const { db, transact } = context.store;
  const cache = createChannelCache(context);
  const { topics } = cache;

  /** Writes statements under a new revision; false when another process was first. */
  const commit = async (statements: readonly table.Statement[]): Promise<boolean> => {
    try {
      const raised = await transact(async ({ query, changed }) => {
        const revision = await changed(table.REVISION);
        for (const { query: statement, must } of statements) {
          const { numAffectedRows } = await query.executeQuery(statement);
          if (must && numAffectedRows === 0n) throw new Outdated();
        }
        return revision;
      });
      cache.written(raised);
      return true;
    } catch (error) {
      if (error instanceof Outdated) return false;
      throw error;
    }
  };

  /** A change that is ready to be written; `keep` updates the cache once its statements have been written. */
  const prepare = ({ id, edit, fresh, changing }: ChannelChange) => {
    const before = cache.channels.get(id);
    const made = applyEdit(edit, before?.channel, topics.of(id), fresh);
    if (made === undefined) return undefined;
    const recorded = changing && recordOf(made, { ...changing, id: randomUUID() });
    const changed = recorded === undefined ? made : { ...made, recorded };
    const { channel, added, removed } = changed;
    const isSame = before !== undefined && isDeepStrictEqual(channel, before.channel);
    if (isSame && added.length === 0 && removed.length === 0) return { changed, statements: [], keep() {} };
    const version = before?.version;
    const gone = removed.map(topics.keyOf);
    const put = topics.newKeys(added, new Set(gone));
    return {
      changed,
      statements: [
        ...table.putChannel(db, channel, version),
        ...gone.flatMap((key) => table.dropTopic(db, key)),
        ...put.flatMap(([key, topic]) => table.putTopic(db, key, topic)),
        ...(gone.length > 0 ? [table.pruneRemovals(db)] : []),
        ...(recorded === undefined ? [] : recordStatements(db, recorded)),
      ],
      keep() {
        cache.channels.set(id, { channel, version: table.nextVersion(version) });
        for (const key of gone) topics.drop(key);
        for (const [key, topic] of put) topics.put(key, topic);
      },
    };
  };

  const changeAll = async (changes: readonly ChannelChange[]): Promise<Written[]> => {
    // A channel that is not known here may have been made by another process.
    if (changes.some(({ id, fresh }) => !fresh && !cache.channels.has(id))) await cache.refresh();
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const prepared = changes.map(prepare).filter((one) => one !== undefined);
      const statements = prepared.flatMap((one) => one.statements);
      if (statements.length === 0 || (await commit(statements))) {
        for (const { keep } of prepared) keep();
        return prepared.map(({ changed }) => changed);
      }
      await cache.refresh();
    }
    throw new PaperboyError(
      'store',
      'Other processes kept changing the same channel, so this change was not made.',
    );
  };
  const change = async (
    id: ChannelId,
    edit: Editor,
    fresh?: NewChannel,
    changing?: ChannelChange['changing'],
  ): Promise<Written | undefined> => (await changeAll([{ id, edit, fresh, changing }]))[0];

  const stored = (id: ChannelId) => cache.channels.get(id)?.channel;
  const asItCounts = (channel: Channel) => withCopied(channel, stored);

  await cache.refresh();
  return {
    get(id: ChannelId): Channel | undefined {
      const channel = stored(id);
      return channel && asItCounts(channel);
    },
    all: (): Iterable<Channel> => cache.channels.values().map(({ channel }) => asItCounts(channel)),
    /** All channels as they are stored: one that copies another has only what is its own. */
    records: (): Iterable<Channel> => cache.channels.values().map(({ channel }) => channel),
    /** A channel's topics, oldest first: their positions are the numbers people see. */
    topics: (id: ChannelId) => topics.of(stored(id)?.copies ?? id),
    /** Changes settings and topics together, or nothing. Undefined when the channel is unknown and none was given. */
    change,
    /** Several channels in one transaction; unknown ones are left out. */
    changeAll,
    /** Changes settings alone. A record that was damaged is whole again afterwards. */
    update: async (id: ChannelId, edit: (channel: Channel) => Channel) =>
      (await change(id, (channel) => ({ channel: edit(channel) })))?.channel,
    /** A recorded change and, where it was undone, by whom; undefined when it is unknown or too old to be undone. */
    recorded: (id: string, now: number) => findChange(db, id, now),
    /** What was changed in a channel after a moment, the oldest first. */
    changesSince: (id: ChannelId, since: number) => changesSince(db, id, since),
    /** How many changes a person made in a channel after a moment. */
    countChanges: (id: ChannelId, by: PersonId, since: number) => countChanges(db, id, by, since),
    /** Deletes the channel and what it follows. */
    async leave(id: ChannelId): Promise<void> {
      await cache.refresh();
      const found = topics.of(id).length > 0 || cache.channels.has(id);
      if (found) await commit([...table.dropChannel(db, id), table.pruneRemovals(db)]);
      cache.forget(id);
    },
    /** Takes over what other processes changed. Costs as much as was changed. */
    refresh: cache.refresh,
  };
}
