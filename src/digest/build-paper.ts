/** Builds a paper from the raw values that a reader found, of any type, or says why it cannot. */
import { readDoi } from '../model/doi.ts';
import { idFromTitle, Paper } from '../model/paper.ts';
import { boundedPaper, MOST, MOST_CHARACTERS, MOST_LINK } from '../model/paper-bounds.ts';
import { huggingFaceUrl, paperUrl, readPaperId } from '../model/paper-id.ts';
import { cleanText } from '../text/clean.ts';
import { type AuthorList, readAuthorList } from './authors.ts';
import { readCleanBody } from './feed/boilerplate.ts';
import { glimpse } from './reader.ts';
import { toId } from './source-paper-id.ts';
import { dayFrom } from './written-date.ts';

/** The longest title and abstract, in characters: longer text is something else, and no paper is built of it. */
export const { title: MAX_TITLE, abstract: MAX_ABSTRACT } = MOST_CHARACTERS;
/** The most elements of a list that are read: some may not be valid. */
const MOST_READ = 2 * MOST.authors;

/** The raw values of one paper. A value that is missing, null or of the wrong type is left out. */
export type RawPaper = Partial<Record<keyof Paper, unknown>>;

/** As `buildPaper`, with an abstract that begins where the authors' own words do. */
export function buildCleaned(found: RawPaper): Paper | { reason: string } {
  const paper = buildPaper(found);
  if ('reason' in paper || paper.abstract === '') return paper;
  return { ...paper, abstract: readCleanBody([paper.abstract]).abstract };
}

/** Builds a paper. A bad optional value is dropped; without a title there is no paper. */
export function buildPaper(found: RawPaper): Paper | { reason: string } {
  if (isLonger(found.title, MAX_TITLE)) return { reason: sayLong('title', found.title, found.title) };
  const title = toText(found.title);
  if (title === undefined) return { reason: 'it has no title' };
  if (isLonger(found.abstract, MAX_ABSTRACT)) return { reason: sayLong('abstract', found.abstract, title) };
  const id = idOf(found) ?? idFromTitle(title);
  if (id.length > 200) return { reason: sayLong('id', id, title) };
  const people = toAuthors(found.authors);
  const paper = {
    id,
    title,
    abstract: toText(found.abstract) ?? '',
    authors: people?.authors,
    authorCount: people?.count ?? toCount(found.authorCount),
    organization: toText(found.organization),
    keywords: toNames(found.keywords),
    categories: toNames(found.categories),
    publishedOn: dayFrom(found.publishedOn),
    upvotes: toCount(found.upvotes),
    commentCount: toCount(found.commentCount),
    stars: toCount(found.stars),
    summary: toText(found.summary),
    url: toLink(found.url) ?? huggingFaceUrl(id) ?? paperUrl(id) ?? toLink(id),
    codeUrl: toCodeLink(found.codeUrl),
    projectUrl: toLink(found.projectUrl),
    thumbnail: toPicture(found.thumbnail),
    doi: typeof found.doi === 'string' ? readDoi(found.doi) : undefined,
    comment: toText(found.comment),
    otherIds: listOf(found.otherIds, toId),
    otherUrls: listOf(found.otherUrls, toLink),
    revisedOn: dayFrom(found.revisedOn),
    withdrawn: found.withdrawn === true ? (true as const) : undefined,
  };
  const present = Object.fromEntries(Object.entries(paper).filter(([, value]) => value !== undefined));
  const parsed = Paper.safeParse(present);
  return parsed.success
    ? boundedPaper(parsed.data)
    : {
        reason: `its ${String(parsed.error.issues[0]?.path[0] ?? 'record')} can't be read (${glimpse(title)})`,
      };
}

/** The arXiv id or DOI, from whichever value contains it, so that a work has one id in every source; else the source's own id. */
function idOf({ id, doi, url }: RawPaper): string | undefined {
  const own = toId(id);
  const known = [own, doi, url].map((one) => (typeof one === 'string' ? readPaperId(one) : undefined));
  return known.find((one) => one !== undefined) ?? own;
}

/** Readable text: markup and LaTeX resolved, spaces collapsed, invisible characters removed. */
function toText(value: unknown, most: number = MAX_ABSTRACT): string | undefined {
  return typeof value === 'string' && value.length <= most ? cleanText(value) || undefined : undefined;
}

function toNames(value: unknown): string[] | undefined {
  return listOf(value, (name) => toText(name, MAX_TITLE));
}

/** The elements that are valid; undefined where there are none. */
function listOf(value: unknown, read: (one: unknown) => string | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const known = value
    .slice(0, MOST_READ)
    .map(read)
    .filter((one) => one !== undefined);
  return known.length === 0 ? undefined : known;
}

function toAuthors(value: unknown): AuthorList | undefined {
  if (!Array.isArray(value)) return undefined;
  return readAuthorList(value.filter((name) => typeof name === 'string'));
}

function toCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function toLink(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MOST_LINK) return undefined;
  const link = value.trim();
  // Other than plain ASCII could hide control characters, so such an address is percent-encoded as browsers do.
  const plain = /^[!-~]*$/.test(link) ? link : URL.parse(link)?.href;
  return Paper.shape.url.safeParse(plain).data;
}

/** The address of a picture; only encrypted ones, as readers' apps load it by themselves. */
function toPicture(value: unknown): string | undefined {
  const link = toLink(value);
  return link?.startsWith('https://') ? link : undefined;
}

/** A repository's address; `owner/name` is one on GitHub. */
function toCodeLink(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(/^(?:https?:\/\/)?(?:www\.)?github\.com\//i, '');
  return /^[\w-][\w.-]*\/[\w.-]+$/.test(text) ? toLink(`https://github.com/${text}`) : toLink(value);
}

function isLonger(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length > most;
}

function sayLong(what: string, value: string, title: string): string {
  return `its ${what} is ${value.length} characters long (${glimpse(title)})`;
}
