/**
 * Takes a person out of the plans of days on which posts were paused. Such a plan has the id beside the name; of earlier versions it
 * has the name alone.
 */
import { sql } from 'kysely';
import { platformOf } from '../model/channel-id.ts';
import { NOBODY, type Subject } from '../model/traces.ts';
import type { Database } from '../store/database.ts';
import { parsed } from './rows.ts';

interface Paused {
  why?: string;
  by?: string;
  byId?: string;
}

/** Those who paused posts and whose ids are known. */
export async function pausers(database: Pick<Database, 'db'>): Promise<{ id: string; name: string }[]> {
  return (await pausedDays(database)).flatMap(({ silence: { by = '', byId } }) =>
    byId === undefined ? [] : [{ id: byId, name: by }],
  );
}

/**
 * Replaces the name, and the id where there is one.
 * @param names by which a plan without an id may name the subject: nobody else has them
 * @returns how many plans there were
 */
export async function renamePauses(
  database: Pick<Database, 'db'>,
  subject: Subject,
  names: ReadonlySet<string>,
  isDry: boolean,
): Promise<number> {
  // Whoever has an id without a platform may have paused anywhere.
  const isThere = (channel: string) =>
    !subject.id.includes(':') || platformOf(channel) === platformOf(subject.id);
  const isOf = (channel: string, { by = '', byId }: Paused) =>
    byId === undefined
      ? subject.kind === 'person' && names.has(by) && isThere(channel)
      : subject.isPerson(byId);
  let count = 0;
  for (const { key, channel, plan, read, silence } of await pausedDays(database)) {
    // What is the subject's own goes as a whole.
    if (subject.isChannel(channel) || !isOf(channel, silence)) continue;
    count++;
    if (isDry) continue;
    const without = JSON.stringify({ ...read, silence: { ...silence, by: NOBODY.name, byId: NOBODY.id } });
    await sql`UPDATE deliveries SET plan = ${without} WHERE key = ${key} AND plan = ${plan}`.execute(
      database.db,
    );
  }
  return count;
}

async function pausedDays({ db }: Pick<Database, 'db'>) {
  const { rows } = await sql<{ key: string; channel: string; plan: string }>`
    SELECT key, channel, plan FROM deliveries WHERE plan LIKE '%"why":"paused"%'`.execute(db);
  return rows.flatMap((row) => {
    const read = parsed(row.plan) as { silence?: Paused } | undefined;
    return read?.silence?.why === 'paused' ? [{ ...row, read, silence: read.silence }] : [];
  });
}
