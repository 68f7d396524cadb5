/**
 * Reads values that should each be one paper into digests, one for each day.
 *
 * Rows are the items of the API, its bare papers, and plain papers such as `{id, title, text, categories, authors, date}`.
 */
import { z } from 'zod';
import type { PaperboyError } from '../model/errors.ts';
import type { Day, Digest, Paper } from '../model/paper.ts';
import { readAuthors } from './authors.ts';
import { buildPaper, type Found } from './build.ts';
import { dayFrom } from './dates.ts';
import { badDigest, dayWithoutDate, type Reading, undated } from './reading.ts';
import { createTray, type Tray } from './tray.ts';

/** A value in its place. */
export interface Row<T = unknown> {
  /** Its line in the input, from 1. */
  line: number;
  /** What to call it in a reason: `item 3`. */
  name: string;
  value: T;
  /** Why it could not even be parsed. */
  broken?: string;
}

/** Unknown keys are ignored, null is absent, and a value of the wrong type costs only itself. */
const Loose = z.looseObject({});
const Author = z.union([
  z.string().transform((name) => ({ name, hidden: false })),
  z.object({ name: z.string().catch(''), hidden: z.boolean().catch(false) }),
]);

/** So many bad rows, if nine of ten are bad, are no digest: a hundred megabytes of junk end here. */
const MAX_MISSES = 50_000;
/** Papers in one input, of whatever day: arXiv gets some 300,000 a year. */
const MAX_PAPERS = 400_000;

export interface RowRead {
  paper: Paper;
  day: Day | undefined;
}

/** Reads rows into digests; `head.date` is the day of them all where the input says one, `readOne` reads a value. */
export function readRows<T>(
  rows: Iterable<Row<T>>,
  reading: Reading,
  head: { date?: Day; byline?: string } = {},
  readOne: (value: T) => RowRead | { reason: string } = readRow,
): Digest[] {
  const trays = new Map<Day, Tray>();
  const homeless = createTray();
  const lost = createTray();
  const only = reading.asOf ?? head.date;
  const trayOf = (day: Day) => {
    const tray = trays.get(day) ?? createTray();
    trays.set(day, tray);
    return tray;
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
    const tray = day === undefined ? homeless : trayOf(day);
    const before = tray.size;
    tray.add(read.paper, row.line);
    distinct += tray.size - before;
    checkNumbers(distinct, count - misses - distinct);
  }
  if (count > 0 && misses === count) throw refuse(count, misses, lost);
  if (homeless.size > 0) {
    // A paper without a day is of the day the others are of, if they agree; else of the day in the file's name or the day it is read.
    const day = trays.size === 1 ? [...trays.keys()][0] : dayWithoutDate(reading);
    if (day === undefined) throw undated(`${homeless.size} of its papers have no date`);
    for (const { paper, line } of homeless.entries()) trayOf(day).add(paper, line);
    for (const { line, reason } of homeless.skipped) trayOf(day).skip(line, reason);
  }
  if (trays.size === 0 && only !== undefined) trays.set(only, createTray());
  if (trays.size === 0) throw badDigest('it is a list without papers');
  const digests = [...trays].map(([day, tray]) => tray.close(day, head.byline));
  return withLost(digests, lost);
}

/** Junk of the right shape must not fill the memory: hardly anything but repeats, or more papers than a year has. */
function checkNumbers(distinct: number, repeats: number): void {
  if (distinct > MAX_PAPERS) throw badDigest(`it holds more than ${MAX_PAPERS} papers; split it`);
  if (repeats > MAX_MISSES && repeats > distinct * 9) {
    throw badDigest(`its first ${distinct + repeats} papers are the same ${distinct} again and again`);
  }
}

function refuse(count: number, misses: number, lost: Tray): PaperboyError {
  const first = lost.skipped[0];
  return badDigest(
    `${misses === count ? 'none' : 'hardly one'} of its ${misses > MAX_MISSES ? 'first ' : ''}${count} items is a paper (line ${first?.line}: ${first?.reason})`,
  );
}

/** What is no paper has no day: it is told with the first digest. */
function withLost(digests: Digest[], lost: Tray): Digest[] {
  const [first, ...rest] = digests.toSorted((a, b) => a.date.localeCompare(b.date));
  if (first === undefined) return [];
  const skipped = [...first.skipped, ...lost.close(first.date).skipped];
  return [{ ...first, skipped: skipped.toSorted((a, b) => a.line - b.line) }, ...rest];
}

/** One row, as an item of the API or as a paper by itself. */
function readRow(value: unknown): RowRead | { reason: string } {
  const row = Loose.safeParse(value).data;
  if (row === undefined) return { reason: `it is ${nameOf(value)}, not a paper` };
  const inner = row.paper == null ? undefined : Loose.safeParse(row.paper).data;
  if (row.paper != null && inner === undefined) return { reason: `its paper is ${nameOf(row.paper)}` };
  if (inner && !isId(inner.id)) return { reason: 'its paper has no id' };
  const paper = buildPaper(inner ? fromItem(row, inner) : fromPaper(row));
  if ('reason' in paper) return paper;
  const day =
    dayFrom(inner?.submittedOnDailyAt ?? row.submittedOnDailyAt) ?? (inner ? undefined : dayFrom(row.date));
  return { paper, day };
}

type Values = Record<string, unknown>;

/** An item of `/api/daily_papers`: most is in its `paper`; the outer `publishedAt` is arXiv's date minus some hours. */
function fromItem(item: Values, paper: Values): Found {
  return {
    ...fromPaper(paper),
    title: either(paper.title, item.title),
    abstract: either(paper.summary, item.summary),
    publishedOn: dayFrom(paper.publishedAt) ?? dayFrom(item.publishedAt),
    commentCount: item.numComments ?? paper.numComments,
    organization: organizationOf(item.organization) ?? organizationOf(paper.organization),
    summary: paper.ai_summary,
  };
}

/** A bare paper. Its abstract goes by several names; `summary` is the abstract only where nothing else is. */
function fromPaper(paper: Values): Found {
  const abstract = paper.abstract ?? paper.text;
  const listed = typeof paper.authors === 'string' ? [paper.authors] : paper.authors;
  const people = Array.isArray(listed) ? listed.flatMap((one) => Author.safeParse(one).data ?? []) : [];
  const authors = readAuthors(people.filter(({ hidden }) => !hidden).map(({ name }) => name));
  const count = (authors?.length ?? 0) + people.filter(({ hidden }) => hidden).length;
  return {
    id: paper.id,
    title: paper.title,
    abstract: abstract ?? paper.summary,
    authors,
    authorCount: paper.authorCount ?? (count || undefined),
    organization: organizationOf(paper.organization),
    keywords: paper.ai_keywords ?? paper.keywords,
    categories: typeof paper.categories === 'string' ? paper.categories.split(/[\s,;]+/) : paper.categories,
    publishedOn: paper.publishedAt ?? paper.publishedOn ?? paper.date,
    upvotes: paper.upvotes,
    commentCount: paper.commentCount ?? paper.numComments,
    stars: paper.githubStars ?? paper.stars,
    summary: paper.ai_summary ?? (abstract == null ? undefined : paper.summary),
    url: paper.url,
    codeUrl: paper.githubRepo ?? paper.codeUrl,
    projectUrl: paper.projectPage ?? paper.projectUrl,
    withdrawn: paper.withdrawn === true || typeof paper.withdrawnAt === 'string',
  };
}

function organizationOf(value: unknown): unknown {
  const organization = Loose.safeParse(value).data;
  return organization ? either(organization.fullname, organization.name) : value;
}

function either(one: unknown, other: unknown): unknown {
  return typeof one === 'string' && one.trim() !== '' ? one : other;
}

function isId(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
