/** Makes a store fail where a table is written, as when it is read-only or full. */
import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

/** Returns the function that mends it. */
export async function breakWrites({ kind, db }: Store, table: string): Promise<() => Promise<unknown>> {
  const run = (text: string) => sql.raw(text).execute(db);
  if (kind === 'sqlite') {
    await run('PRAGMA query_only = ON');
    return () => run('PRAGMA query_only = OFF');
  }
  await run(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
  await run(`CREATE TRIGGER fail BEFORE INSERT OR UPDATE OR DELETE ON ${table} EXECUTE FUNCTION fail()`);
  return () => run('DROP FUNCTION fail() CASCADE');
}
