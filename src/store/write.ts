/**
 * Writes several statements as one transaction. The transaction never stays open over an `await`: SQLite has one writer,
 * and a lock that is held while other work of this process runs would make that work wait for itself.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Compilable } from 'kysely';
import type { Prepare } from './dialect.ts';
import { storeError } from './failure.ts';

export interface Statement {
  query: Compilable<unknown>;
  /** It must change a row, as `update ... where version = 3` does while nobody else wrote; otherwise nothing is written. */
  must?: true;
}

/**
 * Runs all statements or none. Resolves with the rows that each returned, or undefined when a `must` changed no row.
 * @throws PaperboyError `store`; nothing was written then
 */
export type Write = (statements: readonly Statement[]) => Promise<unknown[][] | undefined>;

export function createWrite(database: DatabaseSync, prepare: Prepare, path: string): Write {
  const begin = () => database.exec('BEGIN IMMEDIATE');
  // A full disk ends the transaction by itself.
  const undo = () => database.isTransaction && database.exec('ROLLBACK');
  return async (statements) => {
    const compiled = statements.map(({ query, must }) => ({ ...query.compile(), must }));
    try {
      begin();
      try {
        const rows: unknown[][] = [];
        for (const { sql, parameters, must } of compiled) {
          const { returned, changed } = run(prepare, sql, parameters);
          if (must && changed === 0) {
            undo();
            return undefined;
          }
          rows.push(returned);
        }
        database.exec('COMMIT');
        return rows;
      } catch (error) {
        undo();
        throw error;
      }
    } catch (error) {
      throw storeError(path, 'written', error);
    }
  };
}

function run(
  prepare: Prepare,
  sql: string,
  parameters: readonly unknown[],
): { returned: unknown[]; changed: number } {
  const statement = prepare(sql);
  if (!statement.reader) return { returned: [], changed: Number(statement.run(parameters).changes) };
  const returned = statement.all(parameters);
  return { returned, changed: returned.length };
}
