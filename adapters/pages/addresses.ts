/** The addresses of the pages and feeds. Each begins with a slash. */
import type { Day } from '../../src/model/paper.ts';

/** As far as anybody pages: how many papers, posts or days are skipped at most. */
export const MOST_FROM = 10_000;

const inPath = (text: string) => encodeURIComponent(text).replace(/%(?:3A|40|2C)/gi, decodeURIComponent);

/** The slashes of a DOI stay, as proxies undo their escapes. */
export function paperPath(id: string): string {
  return `/p/${id
    .split('/')
    .map((part) => inPath(part.replace(DOTS, '~$&')))
    .join('/')}`;
}

/** Parts of a path that programs leave out, however they are escaped: `..` is written as `~..`, and `~..` as `~~..`. */
const DOTS = /^~*\.{1,2}$/;

/** The id in a path as `paperPath` writes it, its escapes undone; undefined where one is broken. */
export function idIn(path: string): string | undefined {
  const id = decoded(path);
  return id === undefined ? undefined : withoutMarks(id);
}

/** An id whose escapes are undone. */
export function withoutMarks(id: string): string {
  return id
    .split('/')
    .map((part) => (DOTS.test(part) ? part.replace(/^~/, '') : part))
    .join('/');
}

/** The page of the newest day. */
export const NEWEST_DAY = '/d/newest';

/** The page of a day. */
export function dayPath(day: Day): string {
  return `/d/${day}`;
}

/** The page of what is trending in a period. @param query that the papers match; absent: all */
export function trendingPath(period: string, query?: string): string {
  return withQuery(`/t/${period}`, query);
}

function withQuery(path: string, query: string | undefined): string {
  return query === undefined ? path : `${path}?${new URLSearchParams({ q: query })}`;
}

/** The page of a channel. */
export function channelPath(slug: string): string {
  return `/c/${inPath(slug)}`;
}

/** The page of a search. @param from how many results are on the pages before */
export function searchPath(query: string, from = 0): string {
  return `/s?${new URLSearchParams({ q: query, ...(from > 0 ? { from: String(from) } : {}) })}`;
}

export const FEED_FORMS = ['atom', 'rss', 'json'] as const;
export type FeedForm = (typeof FEED_FORMS)[number];

/** A feed of a channel's posts. */
export function channelFeedPath(slug: string, form: FeedForm): string {
  return `/feeds/${inPath(slug)}.${form}`;
}

/** A feed of a search. */
export function searchFeedPath(query: string, form: FeedForm): string {
  return withQuery(`/feeds/search.${form}`, query);
}

/** A feed of what is trending in a period. @param query that the papers match; absent: all */
export function trendingFeedPath(period: string, form: FeedForm, query?: string): string {
  return withQuery(`/feeds/trending/${period}.${form}`, query);
}

/** The decoded part of a path behind its beginning; undefined where an escape is broken. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
