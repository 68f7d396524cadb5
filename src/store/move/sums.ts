/** Counts and hashes of tables, by which the rows of two stores are compared. */
import { hash } from 'node:crypto';
import type { BulkTable, Row, Value } from '../bulk.ts';
import { storable } from '../postgres/storable.ts';
import { readPages } from './pages.ts';
import type { Side } from './side.ts';

export interface Sum {
  rows: number;
  /** The sum of the SHA-256 of all rows: the same in whichever order a database keeps them. */
  hash: bigint;
}

const BITS = 256;
export const EMPTY: Sum = { rows: 0, hash: 0n };

/** @param read is told how many rows were read since it was told last */
export async function sumTable(side: Side, table: BulkTable, read: (rows: number) => void): Promise<Sum> {
  let sum = EMPTY;
  for await (const { rows } of readPages(side, table)) {
    let total = sum.hash;
    for (const row of rows) total += hashRow(row);
    sum = { rows: sum.rows + rows.length, hash: BigInt.asUintN(BITS, total) };
    read(rows.length);
  }
  return sum;
}

/** One hash of all tables that hold anything. */
export function hashStore(sums: ReadonlyMap<string, Sum>): string {
  const lines = [...sums]
    .filter(([, { rows }]) => rows > 0)
    .map(([name, sum]) => `${name} ${sum.rows} ${sum.hash.toString(16)}`);
  return hash('sha256', lines.sort().join('\n'));
}

function hashRow(row: Row): bigint {
  return BigInt(`0x${hash('sha256', JSON.stringify(row.map(hashed)))}`);
}

/** Texts count as they are where one of the stores can't hold NUL. */
function hashed(value: Value): unknown {
  if (typeof value === 'string') return storable(value);
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  return value === null ? value : String(value);
}
