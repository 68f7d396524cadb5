/** Reads Paperboy's own JSON, as `paperboy digest --format json` prints it, or a list of it, into digests. */
import { z } from 'zod';
import { counted } from '../model/counted.ts';
import { readDoi } from '../model/doi.ts';
import { type Day, type Digest, idFromTitle, Paper, Skipped } from '../model/paper.ts';
import { boundedPaper } from '../model/paper-bounds.ts';
import { readPaperId } from '../model/paper-id.ts';
import { cleanPlain } from '../text/clean.ts';
import { buildCleaned, MAX_ABSTRACT, MAX_TITLE, type RawPaper } from './build-paper.ts';
import { createDigestBuilder, joinDays } from './digest-builder.ts';
import { elementLines } from './json.ts';
import { namesOf } from './json-authors.ts';
import { badDigest, dayWithoutDate, glimpse, type Reading, undated } from './reader.ts';
import { dayFrom } from './written-date.ts';

const Own = z.looseObject({
  date: z.unknown().optional(),
  byline: z.string().optional().catch(undefined),
  papers: z.array(z.unknown()),
  skipped: z.array(z.unknown()).optional().catch(undefined),
});
type Own = z.infer<typeof Own>;
/** An item of the site, with the paper inside. */
const Item = z.looseObject({ paper: z.looseObject({}) });
/** Has at least the texts of a paper. */
const Plain = z.looseObject({ title: z.string(), abstract: z.string() });

/** Whether the value is a digest in our own form, or a list that begins with one. An API response with papers is neither. */
export function isOwn(value: unknown): boolean {
  const own = Own.safeParse(Array.isArray(value) ? value[0] : value);
  if (!own.success || own.data.papers.some((paper) => Item.safeParse(paper).success)) return false;
  return (
    Array.isArray(value) ||
    'date' in own.data ||
    own.data.papers.every((paper) => Plain.safeParse(paper).success)
  );
}

/** Reads one digest or a list of them. A bad paper is skipped; for a bad digest it throws with its number. */
export function readOwn(value: unknown, text: string, reading: Reading): Digest[] {
  if (!Array.isArray(value)) {
    return [toDigest(Own.parse(value), reading, elementLines(text, 'papers'))];
  }
  const lines = elementLines(text);
  const digests = value.map((one, at) => {
    const own = Own.safeParse(one).data;
    if (own === undefined) throw badDigest(`digest ${at + 1} in it has no papers (line ${lines[at]})`);
    return toDigest(own, reading, [], lines[at]);
  });
  return joinDays(digests);
}

function toDigest(own: Own, reading: Reading, lines: readonly number[], line = 1): Digest {
  const builder = createDigestBuilder();
  for (const one of own.skipped ?? []) {
    const skipped = Skipped.safeParse(one).data;
    if (skipped) builder.skip(skipped.line, skipped.reason);
  }
  // Paperboy always prints `skipped`: a digest without it was written by hand or by another program.
  const read = own.skipped === undefined ? toCleaned : toPaper;
  own.papers.forEach((value, at) => {
    const paper = read(value);
    const place = lines[at] ?? line;
    if ('reason' in paper) builder.skip(place, `paper ${at + 1} ${paper.reason}`);
    else builder.add(paper, place);
  });
  if (own.papers.length > 0 && builder.size() === 0) {
    const first = builder.skipped.find(({ reason }) => reason.startsWith('paper '));
    const quote = ` (line ${first?.line}: ${first?.reason})`;
    throw badDigest(`none of its ${counted(own.papers.length, 'paper')} can be read`, quote);
  }
  if (own.date == null && own.papers.length === 0 && reading.asOf === undefined) {
    throw badDigest('it is JSON with neither papers nor a date');
  }
  return builder.close(dateOf(own, reading), own.byline);
}

function dateOf(own: Own, reading: Reading): Day {
  if (reading.asOf !== undefined) return reading.asOf;
  const date = own.date == null ? dayWithoutDate(reading) : dayFrom(own.date);
  if (date === undefined) throw undated(own.date == null ? 'It has no date' : `Its "date" isn't a valid day`);
  return date;
}

/**
 * The paper as it is: its text was cleaned before it was printed, so `$x$` stays, and only invisible characters are removed.
 * A bad optional value is dropped.
 */
function toPaper(value: unknown): Paper | { reason: string } {
  const row = z.looseObject({}).safeParse(value).data ?? {};
  const filled: Record<string, unknown> = Object.fromEntries(
    Object.entries(row).map(([key, one]) => [key, cleaned(one)]),
  );
  const { title, abstract = '' } = filled;
  if (typeof title !== 'string' || title === '') return { reason: 'has no title' };
  if (title.length > MAX_TITLE)
    return { reason: `has a title of ${title.length} characters (${glimpse(title)})` };
  if (typeof abstract === 'string' && abstract.length > MAX_ABSTRACT)
    return { reason: `has an abstract of ${abstract.length} characters (${glimpse(title)})` };
  if (typeof filled.doi === 'string') filled.doi = readDoi(filled.doi);
  filled.id = typeof filled.id === 'string' ? (readPaperId(filled.id) ?? filled.id) : idFromTitle(title);
  filled.abstract = abstract ?? '';
  const first = Paper.safeParse(filled);
  if (first.success) return boundedPaper(first.data);
  for (const { path } of first.error.issues) delete filled[String(path[0])];
  const { data } = Paper.safeParse(filled);
  return data
    ? boundedPaper(data)
    : { reason: `has an id or an abstract that cannot be read (${glimpse(title)})` };
}

/** A paper in our form that another program wrote: its text may contain markup and boilerplate, and authors in any form. */
function toCleaned(value: unknown): Paper | { reason: string } {
  const row: RawPaper = z.looseObject({}).safeParse(value).data ?? {};
  if (typeof row.title !== 'string' || row.title === '') return { reason: 'has no title' };
  const { authors, count } = namesOf(row.authors);
  const isAll = count === (authors?.length ?? 0);
  return buildCleaned({ ...row, authors, ...(isAll ? {} : { authorCount: row.authorCount ?? count }) });
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanPlain(value);
  return Array.isArray(value) ? value.map(cleaned).filter((one) => one !== '') : value;
}
