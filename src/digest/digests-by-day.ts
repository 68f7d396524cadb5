/**
 * Reads values that should each be one paper into digests, one a day.
 *
 * Rows are the items of the API, its bare papers, and plain papers such as `{id, title, text, categories, authors, date}`.
 */
import { counted } from '../model/counted.ts';
import type { PaperboyError } from '../model/errors.ts';
import type { Day, Digest } from '../model/paper.ts';
import { createDigestBuilder, type DigestBuilder } from './digest-builder.ts';
import { type RowRead, readRow } from './json-paper.ts';
import { badDigest, dayWithoutDate, type Reading, undated } from './reader.ts';

/** A value, or why it could not even be parsed, with its line in the input (from 1) and its name in a reason: `item 3`. */
export type InputRow<T = unknown> = { line: number; name: string } & (
  | { value: T; broken?: never }
  | { broken: string }
);

/** Reading stops after this many bad rows if nine of ten are bad, so that a hundred megabytes of junk end early. */
const MAX_MISSES = 50_000;
/** The most papers in one input: arXiv gets some 300,000 a year. */
const MAX_PAPERS = 400_000;

/** Reads rows into digests. `date` is the day of all where the input has one; `readOne` reads a value. */
export function readRows<T>(
  rows: Iterable<InputRow<T>>,
  reading: Reading,
  date?: Day,
  readOne: (value: T) => RowRead | { reason: string } = readRow,
): Digest[] {
  const builders = new Map<Day, DigestBuilder>();
  const homeless = createDigestBuilder();
  const lost = createDigestBuilder();
  const only = reading.asOf ?? date;
  const builderOf = (day: Day) => {
    const builder = builders.get(day) ?? createDigestBuilder();
    builders.set(day, builder);
    return builder;
  };
  let distinct = 0;
  let count = 0;
  let misses = 0;
  for (const row of rows) {
    count += 1;
    const read = row.broken === undefined ? readOne(row.value) : { reason: row.broken };
    if ('reason' in read) {
      lost.skip(row.line, `${row.name}: ${read.reason}`);
      misses += 1;
      if (misses > MAX_MISSES && misses * 10 > count * 9) throw refuse(count, misses, lost);
      continue;
    }
    const day = only ?? read.day;
    const builder = day === undefined ? homeless : builderOf(day);
    const before = builder.size();
    builder.add(read.paper, row.line);
    distinct += builder.size() - before;
    checkNumbers(distinct, count - misses - distinct);
  }
  if (count > 0 && misses === count) throw refuse(count, misses, lost);
  const dateless = homeless.size();
  if (dateless > 0) {
    // A paper without a day gets that of the others if they agree, else the day in the file's name, else today.
    const [known] = builders.keys();
    const told = dateless < distinct ? { count: dateless, of: distinct } : undefined;
    const day = builders.size === 1 ? known : dayWithoutDate(reading, told);
    if (day === undefined) throw undated(`${dateless} of its papers have no date`);
    for (const { paper, line } of homeless.entries()) builderOf(day).add(paper, line);
    for (const { line, reason } of homeless.skipped) builderOf(day).skip(line, reason);
  }
  if (builders.size === 0 && only !== undefined) builders.set(only, createDigestBuilder());
  if (builders.size === 0) throw badDigest('it is a list without papers');
  const digests = [...builders].map(([day, builder]) => builder.close(day));
  return withLost(digests, lost);
}

/** Throws for junk of the right shape that would fill the memory: mostly repeats, or more papers than a year has. */
function checkNumbers(distinct: number, repeats: number): void {
  if (distinct > MAX_PAPERS) throw badDigest(`it has more than ${MAX_PAPERS} papers; split it`);
  if (repeats > MAX_MISSES && repeats > distinct * 9) {
    throw badDigest(`its first ${distinct + repeats} papers are the same ${distinct} again and again`);
  }
}

function refuse(count: number, misses: number, lost: DigestBuilder): PaperboyError {
  const [first] = lost.skipped;
  const how = misses === count ? 'none' : 'almost none';
  const which = `${misses > MAX_MISSES ? 'first ' : ''}${counted(count, 'item')}`;
  return badDigest(`${how} of its ${which} is a paper`, ` (line ${first?.line}: ${first?.reason})`);
}

/** Rows that are not papers have no day, so they are reported with the first digest. */
function withLost(digests: Digest[], lost: DigestBuilder): Digest[] {
  const [first, ...rest] = digests.toSorted((a, b) => a.date.localeCompare(b.date));
  if (first === undefined) return [];
  const skipped = [...first.skipped, ...lost.close(first.date).skipped];
  return [{ ...first, skipped: skipped.toSorted((a, b) => a.line - b.line) }, ...rest];
}
