/** What a reader found of one paper enters, of any type and in any state; a paper of the model leaves, or the reason why not. */
import { idFromTitle, Paper } from '../model/paper.ts';
import { huggingFaceUrl, paperUrl, readPaperId } from '../model/paper-id.ts';
import { cleanText } from '../text/clean.ts';
import { dayFrom } from './dates.ts';

/** Longer than any title or abstract seen, in characters; beyond, something else was taken for one. */
export const MAX_TITLE = 1000;
export const MAX_ABSTRACT = 100_000;
const MAX_NAMES = 20_000;
const MAX_LINK = 2000;

/** The raw values of one paper. What is missing, null or of the wrong type stays absent. */
export interface Found {
  id?: unknown;
  title?: unknown;
  abstract?: unknown;
  authors?: unknown;
  authorCount?: unknown;
  organization?: unknown;
  keywords?: unknown;
  categories?: unknown;
  publishedOn?: unknown;
  upvotes?: unknown;
  commentCount?: unknown;
  stars?: unknown;
  summary?: unknown;
  url?: unknown;
  codeUrl?: unknown;
  projectUrl?: unknown;
  withdrawn?: unknown;
}

/** Builds a paper. A bad optional value is dropped; without a title there is no paper. */
export function buildPaper(found: Found): Paper | { reason: string } {
  if (length(found.title) > MAX_TITLE)
    return { reason: `its title is ${length(found.title)} characters long` };
  if (length(found.abstract) > MAX_ABSTRACT) {
    return { reason: `its abstract is ${length(found.abstract)} characters long` };
  }
  const title = toText(found.title);
  if (title === undefined) return { reason: 'it has no title' };
  const id = toId(found.id) ?? idFromTitle(title);
  if (id.length > 200) return { reason: `its id is ${id.length} characters long` };
  const paper = {
    id,
    title,
    abstract: toText(found.abstract) ?? '',
    authors: toNames(found.authors),
    authorCount: toCount(found.authorCount),
    organization: toText(found.organization),
    keywords: toNames(found.keywords),
    categories: toNames(found.categories),
    publishedOn: dayFrom(found.publishedOn),
    upvotes: toCount(found.upvotes),
    commentCount: toCount(found.commentCount),
    stars: toCount(found.stars),
    summary: toText(found.summary),
    url: toLink(found.url) ?? huggingFaceUrl(id) ?? paperUrl(id),
    codeUrl: toCodeLink(found.codeUrl),
    projectUrl: toLink(found.projectUrl),
    withdrawn: found.withdrawn === true ? (true as const) : undefined,
  };
  const present = Object.fromEntries(Object.entries(paper).filter(([, value]) => value !== undefined));
  const parsed = Paper.safeParse(present);
  return parsed.success ? parsed.data : { reason: parsed.error.issues[0]?.message ?? 'it is no paper' };
}

/** Text for people: markup and LaTeX read, spaces collapsed, what cannot be seen removed. */
export function toText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_ABSTRACT) return undefined;
  return cleanText(value) || undefined;
}

/** The id as Paperboy keeps it; the zeros of arXiv's five digits that some answers lose come back. */
function toId(value: unknown): string | undefined {
  const text = typeof value === 'number' ? numberedId(value) : value;
  if (typeof text !== 'string') return undefined;
  const plain = text
    .slice(0, MAX_LINK)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/^(\d{4})\.(\d{1,3})$/, restoreZeros);
  return readPaperId(plain) ?? (plain === '' ? undefined : plain);
}

/** Some search answers write `2406.105` for `2406.00105`. Until 2014 arXiv's numbers had four digits. */
function restoreZeros(_all: string, month: string, number: string): string {
  return `${month}.${number.padStart(digitsOf(month), '0')}`;
}

/** An id that was written as a number has lost the zeros at its end. */
function numberedId(value: number): string | undefined {
  const [month = '', number] = String(value).padStart(4, '0').split('.');
  if (number === undefined || month.length > 4) return Number.isFinite(value) ? String(value) : undefined;
  return `${month.padStart(4, '0')}.${number.padEnd(digitsOf(month), '0')}`;
}

function digitsOf(month: string): number {
  return Number(month) >= 1501 ? 5 : 4;
}

function toNames(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value
    .slice(0, MAX_NAMES)
    .map((name) => (length(name) > MAX_TITLE ? undefined : toText(name)));
  const known = names.filter((name) => name !== undefined);
  return known.length === 0 ? undefined : known;
}

function toCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function toLink(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_LINK) return undefined;
  return Paper.shape.url.safeParse(value.trim()).data;
}

/** A repository's address; `owner/name` is one on GitHub. */
function toCodeLink(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(/^(?:https?:\/\/)?(?:www\.)?github\.com\//i, '');
  return /^[\w-][\w.-]*\/[\w.-]+$/.test(text) ? toLink(`https://github.com/${text}`) : toLink(value);
}

function length(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}
