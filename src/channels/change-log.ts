/** Keeps the changes of channels that can be undone, in a table: other processes, and this one after a restart, can undo them. */
import { type Kysely, sql } from 'kysely';
import type { ChannelId, PersonId } from '../model/channel-id.ts';
import type { Tables } from '../store/tables.ts';
import { Who } from './channel.ts';
import { RecordedChange } from './recorded-change.ts';
import type { Statement } from './table.ts';

/** A change can be undone for this long. Days. */
export const UNDO_DAYS = 30;
const KEEP_MS = UNDO_DAYS * 24 * 3_600_000;

/** The statements that record a change, to be written with it, and forget what is too old to be undone. */
export function recordStatements(db: Kysely<Tables>, change: RecordedChange): Statement[] {
  const { id, channel, by, at, undoes } = change;
  const row = { id, channel, by_id: by.id, at, record: JSON.stringify(change), undone: null };
  const undone = JSON.stringify({ by, at });
  return [
    {
      query: db
        .deleteFrom('channel_changes')
        .where('channel', '=', channel)
        .where('at', '<', at - KEEP_MS)
        .compile(),
    },
    { query: db.insertInto('channel_changes').values(row).compile() },
    ...(undoes === undefined
      ? []
      : [{ query: db.updateTable('channel_changes').set({ undone }).where('id', '=', undoes).compile() }]),
  ];
}

/** A change with who undid it; undefined when it is unknown, too old, or cannot be read. */
export async function findChange(
  db: Kysely<Tables>,
  id: string,
  now: number,
): Promise<(RecordedChange & { undoneBy?: Who }) | undefined> {
  const row = await db.selectFrom('channel_changes').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.at < now - KEEP_MS) return undefined;
  const read = RecordedChange.safeParse(parsed(row.record));
  if (!read.success) return undefined;
  if (row.undone === null) return read.data;
  const { by } = (parsed(row.undone) ?? {}) as { by?: unknown };
  return { ...read.data, undoneBy: Who.safeParse(by).data ?? { id: '', name: 'someone' } };
}

/** What was changed in a channel after a moment, the oldest first; what cannot be read is left out. */
export async function changesSince(
  db: Kysely<Tables>,
  channel: ChannelId,
  since: number,
): Promise<RecordedChange[]> {
  const rows = await db
    .selectFrom('channel_changes')
    .select('record')
    .where('channel', '=', channel)
    .where('at', '>', since)
    .orderBy('at')
    .execute();
  return rows.flatMap(({ record }) => RecordedChange.safeParse(parsed(record)).data ?? []);
}

/** How many changes a person made in a channel from a moment on. */
export async function countChanges(
  db: Kysely<Tables>,
  channel: ChannelId,
  by: PersonId,
  since: number,
): Promise<number> {
  const { count } = await db
    .selectFrom('channel_changes')
    .select(sql<number>`count(*)`.as('count'))
    .where('channel', '=', channel)
    .where('at', '>', since)
    .where('by_id', '=', by)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
