/**
 * Puts tables back that a Paperboy from before migrations moved away: its key-value layer takes a table of ours for an old one
 * of its own, renames it to `NAME_migration_old` and makes an empty one in its place.
 */
import { type Kysely, sql } from 'kysely';
import { PaperboyError } from '../model/errors.ts';
import type { Driver } from './driver.ts';
import { missingColumn, readTableColumns, type TableColumns } from './table-columns.ts';
import { COLUMNS, type Tables } from './tables.ts';

/** Called with a sentence on what was found or repaired at opening. */
export type OnNotice = (sentence: string) => void;

/** @throws PaperboyError `store` when a table does not have our columns and cannot be put back; nothing was changed then */
export async function putTablesBack(db: Kysely<Tables>, driver: Driver, onNotice: OnNotice): Promise<void> {
  if (foreignOf(await readTableColumns(db)).length === 0) return;
  // Looked at again inside: another process may be mending the same store.
  const said = await db.transaction().execute(async (query) => {
    const columns = await readTableColumns(query);
    const sentences: string[] = [];
    for (const name of foreignOf(columns)) {
      if (!hasColumns(name, columns.get(moved(name)))) throw unusable(driver, name);
      sentences.push(await putBack(query, name, columns));
    }
    return sentences;
  });
  for (const sentence of said) onNotice(sentence);
}

const moved = (name: string) => `${name}_migration_old`;

/** Tables of ours that are missing or have not all of our columns. */
function foreignOf(columns: TableColumns): (keyof Tables)[] {
  const names = Object.keys(COLUMNS) as (keyof Tables)[];
  return names.filter((name) => !hasColumns(name, columns.get(name)));
}

function hasColumns(name: keyof Tables, found: ReadonlySet<string> | undefined): boolean {
  return missingColumn(name, found) === undefined;
}

/** The table that stands in its place is dropped when it is empty, and kept under another name when it is not. */
async function putBack(db: Kysely<Tables>, name: keyof Tables, columns: TableColumns): Promise<string> {
  let rest = '';
  if (columns.has(name)) {
    const { rows } = await sql`SELECT 1 FROM ${sql.table(name)} LIMIT 1`.execute(db);
    if (rows.length === 0) {
      await db.schema.dropTable(name).execute();
    } else {
      const aside = freeName(`${name}_set_aside`, columns);
      await rename(db, name, aside);
      rest = ` What that version stored since is in the table "${aside}" and is not used.`;
    }
  }
  await rename(db, moved(name), name);
  return `An earlier version of Paperboy opened this store and replaced the table "${name}". The table was put back.${rest}`;
}

function freeName(wanted: string, columns: TableColumns): string {
  let name = wanted;
  for (let at = 2; columns.has(name); at++) name = `${wanted}_${at}`;
  return name;
}

async function rename(db: Kysely<Tables>, from: string, to: string): Promise<void> {
  await db.schema.alterTable(from).renameTo(to).execute();
}

function unusable({ name: store, ways }: Driver, name: string): PaperboyError {
  return new PaperboyError(
    'store',
    `The store ${store} is damaged: its table "${name}" is missing or isn't one that Paperboy made. ${ways.restore}`,
  );
}
