/** Finds a person's own conversations with Paperboy: the direct ones in which nobody else did anything. */
import { sql } from 'kysely';
import type { Subject } from '../model/traces.ts';
import type { Database } from '../store/database.ts';

export async function ownConversations(
  { db }: Pick<Database, 'db'>,
  subject: Subject,
  isDirect: (channel: string) => boolean,
): Promise<Set<string>> {
  const { rows } = await sql<{ channel: string; person: string }>`
    SELECT channel, by_id AS person FROM subscriptions
    UNION SELECT channel, by_id AS person FROM channel_changes
    UNION SELECT channel, person FROM signals`.execute(db);
  const people = Map.groupBy(
    rows.filter(({ channel }) => isDirect(channel)),
    ({ channel }) => channel,
  );
  const own = [...people].filter(([, all]) => all.every(({ person }) => subject.isPerson(person)));
  return new Set(own.map(([channel]) => channel));
}
