/** The statements of the channel tables, and how rows become channels and topics. */

import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { ChannelId } from '../model/channel-id.ts';
import { firstCharacters } from '../model/characters.ts';
import { compileOnce } from '../store/compile-once.ts';
import type { ChannelRow, RemovalRow, SubscriptionRow, Tables } from '../store/tables.ts';
import { type Channel, MOST_TOPIC_NAME, type Subscription } from './channel.ts';

export const REVISION = 'channels';
/** Revisions for which removals are remembered: a process further behind reads all again. Each is some 100 bytes. */
export const REMOVALS_KEPT = 1_000;

type Db = Kysely<Tables>;

export interface Statement {
  query: CompiledQuery;
  /** It must change a row, as `update ... where version = 3` does while nobody else wrote; otherwise nothing is written. */
  must?: true;
}

/** The newest revision, inside the transaction that raised it: each changed row is marked with it. */
const newest = sql<number>`(SELECT value FROM revisions WHERE name = ${REVISION})`;

/** The version after this one; the first after none, and after a stored one that is damaged. */
export function nextVersion(version = 0): number {
  return version > 0 && Number.isSafeInteger(version + 1) ? version + 1 : 1;
}

type NewRow<T extends { rev: number }> = Omit<T, 'rev'>;

const updateChannel = compileOnce<NewRow<ChannelRow> & { next: number }>(
  ({ id, record, version, next }, db) =>
    db
      .updateTable('channels')
      .set({ record, version: next, rev: newest })
      .where('id', '=', id)
      .where('version', '=', version),
);
const insertChannel = compileOnce<NewRow<ChannelRow>>(({ id, record, version }, db) =>
  db
    .insertInto('channels')
    .values({ id, record, version, rev: newest })
    .onConflict((on) => on.doNothing()),
);

/** Writes a channel that is stored in this version (undefined: not at all); nothing when another process changed it since. */
export function putChannel(db: Db, channel: Channel, version: number | undefined): Statement[] {
  const record = JSON.stringify(channel);
  if (version !== undefined) {
    const values = { id: channel.id, record, version, next: nextVersion(version) };
    return [{ query: updateChannel(db, values), must: true }];
  }
  const insert = insertChannel(db, { id: channel.id, record, version: nextVersion() });
  return [{ query: insert, must: true }, forgetRemoval(db, 'channel', channel.id)];
}

const putSubscription = compileOnce<NewRow<SubscriptionRow>>(
  (
    { key, channel, query, meaning, by_id, by_name, at, name, edited_by_id, edited_by_name, edited_at },
    db,
  ) => {
    const edited = { edited_by_id, edited_by_name, edited_at };
    const row = { channel, query, meaning, by_id, by_name, at, name, ...edited, rev: newest };
    return db
      .insertInto('subscriptions')
      .values({ key, ...row })
      .onConflict((on) => on.column('key').doUpdateSet(row));
  },
);

export function putTopic(db: Db, key: string, topic: Subscription): Statement[] {
  const query = putSubscription(db, {
    key,
    channel: topic.channel,
    query: topic.query,
    meaning: topic.meaning,
    by_id: topic.by.id,
    by_name: topic.by.name,
    at: asMoment(topic.at),
    name: topic.name ?? null,
    edited_by_id: topic.edited?.by.id ?? null,
    edited_by_name: topic.edited?.by.name ?? null,
    edited_at: topic.edited === undefined ? null : asMoment(topic.edited.at),
  });
  return [{ query }, forgetRemoval(db, 'subscription', key)];
}

export function dropTopic(db: Db, key: string): Statement[] {
  return [
    { query: db.deleteFrom('subscriptions').where('key', '=', key).compile() },
    noteRemoval(db, 'subscription', key),
  ];
}

/** Deletes a channel, all its topics and what is known of its changes. */
export function dropChannel(db: Db, id: ChannelId): Statement[] {
  return [
    { query: db.deleteFrom('subscriptions').where('channel', '=', id).compile() },
    { query: db.deleteFrom('channels').where('id', '=', id).compile() },
    { query: db.deleteFrom('channel_changes').where('channel', '=', id).compile() },
    noteRemoval(db, 'channel', id),
  ];
}

function noteRemoval(db: Db, kind: 'channel' | 'subscription', key: string): Statement {
  const query = db
    .insertInto('removals')
    .values({ kind, key, rev: newest })
    .onConflict((on) => on.columns(['kind', 'key']).doUpdateSet({ rev: newest }));
  return { query: query.compile() };
}

const deleteRemoval = compileOnce<Pick<RemovalRow, 'kind' | 'key'>>(({ kind, key }, db) =>
  db.deleteFrom('removals').where('kind', '=', kind).where('key', '=', key),
);

function forgetRemoval(db: Db, kind: RemovalRow['kind'], key: string): Statement {
  return { query: deleteRemoval(db, { kind, key }) };
}

/** Removals that no process that keeps up can still need. */
export function pruneRemovals(db: Db): Statement {
  const isOld = sql<boolean>`rev <= ${newest} - ${REMOVALS_KEPT}`;
  return { query: db.deleteFrom('removals').where(isOld).compile() };
}

/** The last moment that a date can hold. */
const LAST_MOMENT = 8.64e15;

export function toTopic(row: SubscriptionRow): Subscription {
  const { channel, query, meaning, edited_at } = row;
  const edited = {
    by: { id: row.edited_by_id ?? '', name: row.edited_by_name ?? '' },
    at: asMoment(edited_at ?? 0),
  };
  return {
    channel,
    query,
    meaning,
    by: { id: row.by_id, name: row.by_name },
    at: asMoment(row.at),
    ...(row.name === null || row.name === '' ? {} : { name: firstCharacters(row.name, MOST_TOPIC_NAME) }),
    ...(edited_at === null ? {} : { edited }),
  };
}

function asMoment(at: number): number {
  return Math.trunc(Math.min(Math.max(at, 0), LAST_MOMENT));
}
