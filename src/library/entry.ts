/** Defines what one entry of a library is, and finds the id of its paper among its fields. */
import { readArxivId } from '../model/arxiv-id.ts';
import { idFromTitle } from '../model/paper.ts';
import { findPaperIds, readPaperId, readPaperLink } from '../model/paper-id.ts';
import { cleanPlain, cleanText } from '../text/clean.ts';

/** An entry that was read. */
export interface LibraryEntry {
  /** Its arXiv id or DOI; one made from its title where it has none. */
  paper: string;
  /** Whether the id is the paper's own. */
  isKnown: boolean;
  title: string;
  abstract: string;
  /** When it was added to the library, in milliseconds; absent where the file does not say. */
  addedAt?: number;
  /** What it goes by in its origin, for changes and deletions later. */
  key?: string;
}

/** What of a file did not become an entry: where it is, and why, as the end of a sentence. */
export interface SkippedEntry {
  where: string;
  reason: string;
}

/** An entry that was not read. Nothing that is quoted of the file is invisible. @param place stands for a key without a visible character */
export function skippedOf(key: string, reason: string, place: string): SkippedEntry {
  return { where: cleanPlain(key) || place, reason: cleanPlain(reason) };
}

export interface ReadEntries {
  entries: LibraryEntry[];
  skipped: SkippedEntry[];
}

/** Fields of an entry, as texts from outside. */
export interface EntryFields {
  title?: unknown;
  abstract?: unknown;
  doi?: unknown;
  /** An id at arXiv, without more. */
  arxiv?: unknown;
  /** Links, and texts that may name an id: `arXiv preprint arXiv:1706.03762`. */
  links?: readonly unknown[];
  texts?: readonly unknown[];
  added?: unknown;
  key?: unknown;
}

/** What is kept of an entry. UTF-16 units. */
const MOST_TITLE = 500;
const MOST_ABSTRACT = 4_000;
const MOST_FIELD = 2_000;

/** The entry, or why it is none. Linear in its fields, of which the first part is looked at. */
export function entryOf(fields: EntryFields): LibraryEntry | string {
  const title = cleanText(textOf(fields.title, MOST_TITLE));
  const abstract = cleanText(textOf(fields.abstract, MOST_ABSTRACT));
  const id = idOf(fields);
  if (id === undefined && !/\p{L}.*\p{L}/su.test(title)) return 'it has no title, DOI or arXiv ID';
  const addedAt = momentOf(fields.added);
  const key = cleanPlain(textOf(fields.key, 200));
  return {
    paper: id ?? idFromTitle(title),
    isKnown: id !== undefined,
    title,
    abstract,
    ...(addedAt === undefined ? {} : { addedAt }),
    ...(key === '' ? {} : { key }),
  };
}

/** arXiv's id first: it is the one that most papers here go by. */
function idOf({ arxiv, doi, links = [], texts = [] }: EntryFields): string | undefined {
  const stated = readArxivId(textOf(arxiv, MOST_FIELD));
  const linked = links.flatMap((link) => readPaperLink(textOf(link, MOST_FIELD)) ?? []);
  const own = readPaperId(textOf(doi, MOST_FIELD));
  const said = texts
    .flatMap((text) => findPaperIds(textOf(text, MOST_FIELD)))
    .filter((id) => readPaperId(id) === id);
  const all = [stated, own, ...linked.filter((id) => readPaperId(id) === id), ...said];
  return all.find((id) => id !== undefined && readArxivId(id) === id) ?? all.find((id) => id !== undefined);
}

function textOf(value: unknown, most: number): string {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' || typeof one === 'number' ? String(one).slice(0, most).trim() : '';
}

/** The first moment that a library can know of, and how far a clock may be ahead. Milliseconds. */
const FIRST = Date.UTC(1990, 0);
const AHEAD_MS = 24 * 3_600_000;

function momentOf(value: unknown): number | undefined {
  const text = textOf(value, 60).replace(/^(\d{4})\/(\d{2})\/(\d{2}).*$/, '$1-$2-$3');
  const at = text === '' ? Number.NaN : Date.parse(text);
  return at >= FIRST && at <= Date.now() + AHEAD_MS ? at : undefined;
}
