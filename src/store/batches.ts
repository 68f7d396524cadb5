/** Splits rows into batches that one statement can write: SQLite takes 32,766 parameters, and others want a turn. */

const ROWS = 200;

export function* inBatches<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS);
}
