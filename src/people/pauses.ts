/** Takes names of people out of the plans of days on which posts were paused: such a plan has the name alone. */
import { sql } from 'kysely';
import { NOBODY } from '../model/traces.ts';
import type { Database } from '../store/database.ts';
import { parsed } from './rows.ts';

/** @returns how many plans there were */
export async function renamePauses(
  { db }: Pick<Database, 'db'>,
  names: ReadonlySet<string>,
  isDry: boolean,
): Promise<number> {
  if (names.size === 0) return 0;
  const { rows } = await sql<{ key: string; plan: string }>`SELECT key, plan FROM deliveries
    WHERE plan LIKE '%"why":"paused"%'`.execute(db);
  let count = 0;
  for (const { key, plan } of rows) {
    const read = parsed(plan) as { silence?: { why?: string; by?: string } } | undefined;
    if (read?.silence?.why !== 'paused' || !names.has(read.silence.by ?? '')) continue;
    count++;
    const without = JSON.stringify({ ...read, silence: { ...read.silence, by: NOBODY.name } });
    if (!isDry) await sql`UPDATE deliveries SET plan = ${without} WHERE key = ${key}`.execute(db);
  }
  return count;
}
