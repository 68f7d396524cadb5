/** Reads a JSON value as one paper: an item of the API, a bare paper, or an export of another program. */
import { z } from 'zod';
import type { Day, Paper } from '../model/paper.ts';
import { buildCleaned, type RawPaper } from './build-paper.ts';
import { namesOf } from './json-authors.ts';
import { dayFrom } from './written-date.ts';

/** Unknown keys are ignored, null is absent, and a value of the wrong type is dropped. */
const Loose = z.looseObject({});

export interface RowRead {
  paper: Paper;
  day: Day | undefined;
}

type JsonObject = Record<string, unknown>;

/** The paper with the day it was shown on, if known; or the reason why the value is not a paper. */
export function readRow(value: unknown): RowRead | { reason: string } {
  const row = Loose.safeParse(value).data;
  if (row === undefined) return { reason: `it is ${nameOf(value)}, not a paper` };
  const inner = row.paper == null ? undefined : Loose.safeParse(row.paper).data;
  if (row.paper != null && inner === undefined) return { reason: `its paper is ${nameOf(row.paper)}` };
  if (inner && !isId(inner.id)) return { reason: 'its paper has no id' };
  const found = inner ? fromItem(row, inner) : fromPaper(row);
  if (isFailure(row)) return { reason: 'it is an error response from a server' };
  const paper = buildCleaned(found);
  if ('reason' in paper) return paper;
  if (!inner && !isPaperLike(row, found)) return { reason: 'it has a title but no other details of a paper' };
  const day =
    dayFrom(inner?.submittedOnDailyAt ?? row.submittedOnDailyAt) ?? (inner ? undefined : dayFrom(row.date));
  return { paper, day };
}

/** Whether this is an error response, plain or in the form of RFC 9457, instead of a paper. */
function isFailure({ error, errors, status, paper }: JsonObject): boolean {
  if (paper != null) return false;
  return [error, errors].some(Boolean) || (typeof status === 'number' && status >= 400 && status < 600);
}

/** Whether an object with a title has anything else of a paper; it could be a log line, a package or an error. */
function isPaperLike(row: JsonObject, found: RawPaper): boolean {
  if (Object.keys(row).length === 1) return true;
  const { id, abstract, authors, categories, doi, url, publishedOn } = found;
  return [id, abstract, authors, categories, doi, url, publishedOn, row.date].some(
    (value) => value != null && value !== '',
  );
}

/** An item of `/api/daily_papers`. Most is in its `paper`; the outer `publishedAt` is arXiv's date minus some hours. */
function fromItem(item: JsonObject, paper: JsonObject): RawPaper {
  return {
    ...fromPaper(paper),
    title: either(paper.title, item.title),
    abstract: either(paper.summary, item.summary),
    publishedOn: dayFrom(paper.publishedAt) ?? dayFrom(item.publishedAt),
    commentCount: item.numComments ?? paper.numComments,
    organization: organizationOf(item.organization) ?? organizationOf(paper.organization),
    summary: paper.ai_summary,
    thumbnail: item.thumbnail ?? pictureOf(item.mediaUrls) ?? pictureOf(paper.mediaUrls),
  };
}

/** A bare paper. Its abstract goes by several names; `summary` is the abstract only where nothing else is. */
function fromPaper(paper: JsonObject): RawPaper {
  const abstract = paper.abstract ?? paper.text;
  const { authors, count } = namesOf(paper.authors ?? paper.authors_parsed ?? paper.author);
  const others = Loose.safeParse(paper.externalIds).data ?? {};
  return {
    id: paper.id ?? paper.arxiv_id ?? paper.arxivId ?? others.ArXiv,
    title: paper.title,
    abstract: abstract ?? paper.summary,
    authors,
    authorCount: paper.authorCount ?? (count || undefined),
    organization: organizationOf(paper.organization),
    keywords: paper.ai_keywords ?? listOf(paper.keywords, /[,;]/),
    categories: listOf(paper.categories, /[\s,;]+/),
    publishedOn: paper.publishedAt ?? paper.publishedOn ?? paper.date ?? paper.published,
    upvotes: paper.upvotes,
    commentCount: paper.commentCount ?? paper.numComments,
    stars: paper.githubStars ?? paper.stars,
    summary: paper.ai_summary ?? (abstract == null ? undefined : paper.summary),
    url: paper.url ?? paper.URL ?? paper.link,
    codeUrl: paper.githubRepo ?? paper.codeUrl,
    projectUrl: paper.projectPage ?? paper.projectUrl,
    thumbnail: paper.thumbnail ?? pictureOf(paper.mediaUrls),
    doi: paper.doi ?? paper.DOI ?? others.DOI,
    comment: paper.comment,
    withdrawn: paper.withdrawn === true || typeof paper.withdrawnAt === 'string',
  };
}

function listOf(value: unknown, apart: RegExp): unknown {
  return typeof value === 'string' ? value.split(apart) : value;
}

function organizationOf(value: unknown): unknown {
  const organization = Loose.safeParse(value).data;
  return organization ? either(organization.fullname, organization.name) : value;
}

/** The first picture among what the authors uploaded; the rest are mostly videos. */
function pictureOf(urls: unknown): unknown {
  if (!Array.isArray(urls)) return undefined;
  return urls.find((url) => typeof url === 'string' && /\.(?:png|jpe?g|gif|webp)(?:\?|$)/i.test(url));
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
