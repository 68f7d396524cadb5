/** Builds a paper from one item of a feed: a journal's, a preprint server's, or arXiv's listing or API. */
import { isArxivId } from '../../model/arxiv-id.ts';
import { readDoi } from '../../model/doi.ts';
import type { Day, Paper } from '../../model/paper.ts';
import { paperUrl, readPaperId } from '../../model/paper-id.ts';
import { cleanText } from '../../text/clean.ts';
import { readAuthorList } from '../authors.ts';
import { buildPaper, MAX_ABSTRACT } from '../build-paper.ts';
import { tomorrow } from '../reader.ts';
import { readBraces } from './biorxiv-text.ts';
import { type Body, readBody } from './boilerplate.ts';
import { readFeedDay } from './feed-date.ts';
import type { FeedItem } from './feed-items.ts';

/** Ids and addresses are shorter. Characters. */
const MAX_ID = 500;
/** A text longer than this is the whole article rather than its abstract. Characters. */
const LONG = 8_000;
/** arXiv's own categories; authors add classes of MSC and ACM. https://arxiv.org/category_taxonomy */
const CATEGORY =
  /^(?:astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|nlin|nucl-(?:ex|th)|physics|q-bio|q-fin|quant-ph|stat|[a-z]+-[a-z]+)(?:\.[A-Za-z-]{2,10})?$/;

export interface FeedPaper {
  paper: Paper;
  /** When it was published or, in a listing, announced, as far as the feed says. */
  day: Day | undefined;
  /** In arXiv's listing: a new version of a paper that was announced before. */
  isReplacement: boolean;
}

/** What listings add to a title. Looked for from where white space begins: from all of it, it would take quadratic time. */
const LISTED_AS = /(?:\.|(?<!\s))\s*\(arXiv:[^()]{5,60}\)\s*$/;

/** Reads an item; `now` (ms since 1970) is the clock, beyond which no paper was published. */
export function readItem(item: FeedItem, now?: number): FeedPaper | { reason: string } {
  const bodies = item.texts.map((text) => readBody(readBraces(text.slice(0, 2 * MAX_ABSTRACT))));
  const { id, doi } = identify(item, bodies);
  const kind = kindOf(item);
  const day = dayOf(item, now);
  const [link] = item.links;
  const isArxiv = id !== undefined && isArxivId(id);
  const abstract = abstractOf(bodies);
  const subjects = item.subjects.flatMap((subject) => subjectsIn(subject, item.subjects.length));
  const isReplacement = kind?.startsWith('replace') === true;
  const people =
    readAuthorList(item.creators) ?? readAuthorList(bodies.flatMap(({ authors }) => authors ?? []));
  const built = buildPaper({
    id: id ?? ownId(item),
    title: readBraces(item.title ?? '').replace(LISTED_AS, ''),
    authors: people?.authors,
    authorCount: people?.count,
    ...(isArxiv ? { categories: categoriesOf(item, subjects) } : { keywords: subjects }),
    // A listing says when a paper was announced, not when it was written.
    publishedOn: kind === undefined ? day : undefined,
    url: isArxiv && (link === undefined || /\/\/(?:[\w-]+\.)*arxiv\.org\//.test(link)) ? paperUrl(id) : link,
    doi,
    comment: item.comment,
    revisedOn: isReplacement ? day : undefined,
    withdrawn: isArxiv && isWithdrawn(item.comment, abstract),
  });
  // The abstract is clean already: read twice, what looks like LaTeX now would be taken for it.
  return 'reason' in built ? built : { paper: { ...built, abstract }, day, isReplacement };
}

/** One work has one id, whichever feed brings it: arXiv's, else the DOI. */
function identify({ identifiers, links, ids, texts }: FeedItem, bodies: readonly Body[]) {
  const places = [...identifiers, ...links, ...ids].map((place) => place.trim().slice(0, MAX_ID));
  const announced = texts.flatMap((text) => /^\s*arXiv:(\S{9,30})/.exec(text.slice(0, 100))?.[1] ?? []);
  const [doi] = [...places.map(readDoi), ...bodies.map((body) => body.doi)].filter(
    (one) => one !== undefined,
  );
  const arxiv = [...places, ...announced].map(readPaperId).find((id) => id !== undefined && isArxivId(id));
  return { id: arxiv ?? doi, doi };
}

/** What the feed calls it, where it has no id that others know. */
function ownId(item: FeedItem): string | undefined {
  return (item.ids[0] ?? item.links[0])?.trim().slice(0, 200);
}

/** The kind of announcement in arXiv's listing. */
function kindOf({ kind, texts }: FeedItem): string | undefined {
  const announced = /^\s*arXiv:\S+\s+Announce Type:\s*(\S+)/;
  const told = kind ?? texts.map((text) => announced.exec(text.slice(0, 200))?.[1]).find(Boolean);
  return /^(?:new|cross|replace|replace-cross)$/.exec(told?.trim() ?? '')?.[0];
}

/** The first date that names a day. One in the future is an issue's and not the paper's. */
function dayOf({ dates }: FeedItem, now: number | undefined): Day | undefined {
  return dates.map(readFeedDay).find((day) => day !== undefined && day <= tomorrow(now));
}

/** The longest text that is not a whole article. */
function abstractOf(bodies: readonly Body[]): string {
  const texts = bodies.flatMap(({ abstract }) => abstract || []).sort((a, b) => b.length - a.length);
  const fit = texts.find((text) => text.length <= LONG) ?? texts.at(-1) ?? '';
  return fit.length > MAX_ABSTRACT ? '' : fit;
}

/** `a; b` in one element is two; so is `a, b, c` where it is the only element. */
function subjectsIn(subject: string, count: number): string[] {
  const plain = cleanText(subject.slice(0, 10_000));
  const parts = plain.includes(';') ? plain.split(';') : plain.split(',');
  const isList = plain.includes(';') || (count === 1 && parts.length > 2);
  return (isList ? parts : [plain]).map((part) => part.trim()).filter((part) => part !== '');
}

function categoriesOf({ primaryCategory = '' }: FeedItem, subjects: readonly string[]): string[] {
  return [...new Set([primaryCategory, ...subjects])].filter((one) => CATEGORY.test(one));
}

function isWithdrawn(comment: string | undefined, abstract: string): boolean {
  return (
    /\b(?:has|have) been withdrawn\b|\bwithdrawn by\b|^withdrawn\b/i.test(comment ?? '') ||
    /^(?:this|the) (?:paper|article|submission|manuscript|work|preprint) (?:has been|was|is) withdrawn/i.test(
      abstract,
    )
  );
}
