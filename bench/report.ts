/** Prints rows of numbers as a table, and holds the small statistics that the benches share. */

export type Row = Record<string, string | number | undefined>;

/** One table: what was measured, on what, and a row for each engine or size. */
export interface Report {
  bench: string;
  title: string;
  facts: Row;
  rows: Row[];
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '-';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** The report as a table in plain text. Columns are the union of the rows' keys. */
export function show(report: Report): string {
  const columns = [...new Set(report.rows.flatMap((row) => Object.keys(row)))];
  const body = report.rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...body.map((cells) => cells[i]!.length)),
  );
  const line = (cells: string[]) =>
    cells
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  const facts = Object.entries(report.facts).map(([name, value]) => `${name} ${cell(value)}`);
  return [
    '',
    `${report.title} (${facts.join(', ')})`,
    line(columns),
    line(widths.map((width) => '-'.repeat(width))),
    ...body.map(line),
  ].join('\n');
}

/** The value below which a share of all values lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Bytes in use after a full collection: the heap, and typed arrays beside it. Needs --expose-gc. */
export function bytesInUse(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  // `external` already holds the array buffers.
  return heapUsed + external;
}

export const MB = 1 << 20;

/** A small repeatable random number generator (mulberry32), so that every engine meets the same queries. */
export function createRandom(seed: number): { next(): number; below(limit: number): number } {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (limit) => Math.floor(next() * limit) };
}
