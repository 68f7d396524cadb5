/** Counts and hashes of tables, by which the rows of two stores are compared. */
import { hash } from 'node:crypto';
import type { BulkTable, Value } from '../bulk.ts';
import { readPages } from './pages.ts';
import type { Side } from './side.ts';

export interface Sum {
  rows: number;
  /** The sum of the SHA-256 of all rows: the same in whichever order a database keeps them. */
  hash: bigint;
}

export interface Told {
  /** How many rows were read since it was told last. */
  read(rows: number): void;
  /** Of a text that the target stores as another one, as it holds a character that can't be stored there. */
  changed(column: string): void;
}

const BITS = 256;
export const EMPTY: Sum = { rows: 0, hash: 0n };

/** Texts count as the target of the move can hold them. */
export async function sumTable(side: Side, table: BulkTable, target: Side, told?: Told): Promise<Sum> {
  const { bulk } = target.driver;
  const hashed = (value: Value, at: number): unknown => {
    if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
    if (typeof value !== 'string') return value === null ? value : String(value);
    const text = bulk.asStorable(table, value);
    if (text !== value) told?.changed(table.columns[at]?.name ?? '');
    return text;
  };
  let sum = EMPTY;
  for await (const { rows } of readPages(side, table)) {
    let total = sum.hash;
    for (const row of rows) total += hashOf(row.map(hashed));
    sum = { rows: sum.rows + rows.length, hash: BigInt.asUintN(BITS, total) };
    told?.read(rows.length);
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

function hashOf(values: readonly unknown[]): bigint {
  return BigInt(`0x${hash('sha256', JSON.stringify(values))}`);
}
