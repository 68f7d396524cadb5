/** Paperboy's own JSON enters, as `paperboy digest --format json` prints it, or a list of those; the digests leave as they were. */
import { z } from 'zod';
import { type Day, type Digest, idFromTitle, Paper, Skipped } from '../model/paper.ts';
import { dayFrom } from './dates.ts';
import { elementLines } from './json.ts';
import { badDigest, dayWithoutDate, type Reading, undated } from './reading.ts';
import { createTray, joinDays } from './tray.ts';

const Own = z.looseObject({
  date: z.unknown().optional(),
  byline: z.string().optional().catch(undefined),
  papers: z.array(z.unknown()),
  skipped: z.array(z.unknown()).catch([]),
});
type Own = z.infer<typeof Own>;
/** An item of the site's, with the paper inside of it. */
const Item = z.looseObject({ paper: z.looseObject({}) });
/** A paper of the model, if only by its two texts. */
const Plain = z.looseObject({ title: z.string(), abstract: z.string() });

/** Whether the value is a digest in our own form, or a list that begins with one. An answer around papers is neither. */
export function isOwn(value: unknown): boolean {
  const own = Own.safeParse(Array.isArray(value) ? value[0] : value);
  if (!own.success || own.data.papers.some((paper) => Item.safeParse(paper).success)) return false;
  return (
    Array.isArray(value) ||
    'date' in own.data ||
    own.data.papers.every((paper) => Plain.safeParse(paper).success)
  );
}

/** Reads one digest or a list of them. A bad paper is skipped; a digest that is none is refused with its number. */
export function readOwn(value: unknown, text: string, reading: Reading): Digest[] {
  if (!Array.isArray(value)) {
    return [toDigest(Own.parse(value), reading, elementLines(text, 'papers'))];
  }
  const lines = elementLines(text);
  const digests = value.map((one, at) => {
    const own = Own.safeParse(one).data;
    if (own === undefined)
      throw badDigest(`number ${at + 1} of the digests in it has no papers (line ${lines[at]})`);
    return toDigest(own, reading, [], lines[at]);
  });
  return joinDays(digests);
}

function toDigest(own: Own, reading: Reading, lines: readonly number[], line = 1): Digest {
  const tray = createTray();
  for (const one of own.skipped) {
    const skipped = Skipped.safeParse(one).data;
    if (skipped) tray.skip(skipped.line, skipped.reason);
  }
  own.papers.forEach((value, at) => {
    const paper = toPaper(value);
    const place = lines[at] ?? line;
    if (paper) tray.add(paper, place);
    else tray.skip(place, `paper ${at + 1} has no title`);
  });
  if (own.papers.length > 0 && tray.size === 0) {
    throw badDigest(`none of its ${own.papers.length} papers has a title`);
  }
  if (own.date == null && own.papers.length === 0 && reading.asOf === undefined) {
    throw badDigest('it is JSON with neither papers nor a date');
  }
  return tray.close(dateOf(own, reading), own.byline);
}

function dateOf(own: Own, reading: Reading): Day {
  if (reading.asOf !== undefined) return reading.asOf;
  const date = own.date == null ? dayWithoutDate(reading) : dayFrom(own.date);
  if (date === undefined) throw undated(own.date == null ? 'It has no date' : 'Its "date" is no day');
  return date;
}

/** The paper as it is; a bad optional value costs only itself. */
function toPaper(value: unknown): Paper | undefined {
  const row = z.looseObject({}).safeParse(value).data;
  if (row === undefined || typeof row.title !== 'string' || row.title.trim() === '') return undefined;
  const filled: Record<string, unknown> = {
    ...row,
    id: row.id ?? idFromTitle(row.title),
    abstract: row.abstract ?? '',
  };
  const first = Paper.safeParse(filled);
  if (first.success) return first.data;
  for (const { path } of first.error.issues) delete filled[String(path[0])];
  return Paper.safeParse(filled).data;
}
