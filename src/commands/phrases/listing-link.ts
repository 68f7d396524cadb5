/** Understands a link to a page that lists papers, such as arXiv's of a category, as the search or command for the same papers. */
import { Temporal } from 'temporal-polyfill';
import type { Meaning } from '../command.ts';

/** A link by itself, also as chats wrap it: `<url|label>`. */
export const LISTING =
  '<?((?:https?://)?(?:[a-z]+\\.)?(?:arxiv\\.org|huggingface\\.co|hf\\.co|google\\.[a-z.]{2,6}|semanticscholar\\.org)/[^\\s|<>]{1,300})(?:\\|[^<>]*)?>?';

type Page = readonly [path: RegExp, means: (...groups: string[]) => Meaning | undefined];

const CATEGORIES = '([a-z-]+(?:\\.[a-z-]+)?(?:\\+[a-z-]+(?:\\.[a-z-]+)?)*)';
const ARXIV: readonly Page[] = [
  [new RegExp(`^/list/${CATEGORIES}(?:/(?:((?:19|20)?\\d\\d-?\\d\\d)|[a-z]+))?/?$`, 'i'), listed],
  [new RegExp(`^/(?:archive|rss|atom)/${CATEGORIES}/?$`, 'i'), listed],
  // `lecun_y_1` is the first LeCun, Y. of arXiv.
  [/^\/a\/([a-z-]+)_[a-z]_\d+/i, (name) => newest(`author:${name.toLowerCase()}`)],
];
const HUGGING_FACE: readonly Page[] = [
  [/^\/papers\/date\/(\d{4}-\d\d-\d\d)\/?$/, (day) => `date ${day}`],
  [/^\/papers\/week\/(\d{4})-W(\d\d)\/?$/i, (year, week) => ofWeek(Number(year), Number(week))],
  [/^\/papers\/month\/(\d{4}-\d\d)\/?$/, (month) => `top ${month}`],
  [/^\/papers\/trending\/?$/, () => 'top'],
  [/^\/papers\/?$/, () => 'today'],
];

/** Of other sites only searches are understood. */
const SITES: readonly (readonly [host: RegExp, pages: readonly Page[]])[] = [
  [/(?:^|\.)arxiv\.org$/, ARXIV],
  [/(?:^|\.)(?:huggingface|hf)\.co$/, HUGGING_FACE],
];

/** Undefined for other links, those to a paper among them. */
export function listingMeant(link: string): Meaning | undefined {
  const url = URL.parse(/^https?:/i.test(link) ? link : `https://${link}`);
  if (url === null) return undefined;
  const query = searchedFor(url);
  if (query !== undefined) return { name: 'search', query };
  const [, pages = []] = SITES.find(([host]) => host.test(url.hostname)) ?? [];
  for (const [path, means] of pages) {
    const found = path.exec(url.pathname);
    if (found) return means(...found.slice(1).map((group) => group ?? ''));
  }
  return undefined;
}

/** The words of a search page; an author's name where it searches for authors. */
function searchedFor({ pathname, searchParams }: URL): string | undefined {
  const words = (searchParams.get('query') ?? searchParams.get('q') ?? '').replace(/\s+/g, ' ').trim();
  if (words === '' || !/^\/(?:search|scholar|papers)\b/.test(pathname)) return undefined;
  const isAuthor = searchParams.get('searchtype') === 'author';
  return isAuthor ? `author:"${words.replaceAll('"', '')}"` : words;
}

/** `cs.LG+cs.CL`, and the month as arXiv writes it: `2511`, `2025-11`. */
function listed(categories: string, month = ''): Meaning {
  const query = `cat:${categories.split('+').map(tidied).join(',')}`;
  const [, year, number] = /^(?:\d\d)??(\d\d)-?(\d\d)$/.exec(month) ?? [];
  return { ...newest(query), ...(year === undefined ? {} : { within: `20${year}-${number}` }) };
}

/** As arXiv writes it: `cs.LG`. */
function tidied(category: string): string {
  return category.toLowerCase().replace(/\.[a-z]{2}$/, (end) => end.toUpperCase());
}

function newest(query: string) {
  return { name: 'search', query, sort: 'date' as const };
}

/** The most upvoted of an ISO week. */
function ofWeek(year: number, week: number): Meaning | undefined {
  if (week < 1 || week > 53) return undefined;
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: week - 1 });
  return { name: 'search', query: `after:${monday} before:${monday.add({ weeks: 1 })}`, sort: 'votes' };
}
