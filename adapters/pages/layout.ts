/** The frame of every page: its head with what a link's preview shows, the way to other pages, and the footer. */
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { excerptOf } from './excerpt.ts';

/** HTML in which every value was escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page needs to know of the site. */
export interface SiteFacts {
  /** What an absolute address begins with, without a slash at its end. */
  base: string;
  /** The path of the style sheet. */
  styles: string;
  /** Anyone may read, so search engines may too. */
  isPublic: boolean;
}

export interface Page {
  title: string;
  /** A sentence or two, for search engines and previews of links. */
  description: string;
  /** Of this page, beginning with a slash. */
  path: string;
  body: Html;
  type?: 'article' | 'website';
  /** A picture for previews. It is not shown on the page. */
  image?: string | undefined;
  /** Authors and the day, as academic search engines read them. */
  citation?: readonly (readonly [name: string, content: string])[];
  /** Feeds of what the page shows. */
  feeds?: readonly { title: string; type: string; path: string }[];
  /** What stands in the search field. */
  query?: string;
}

/** Characters of a description: previews show no more. */
const MOST_DESCRIPTION = 200;

/** A page in its frame, as a whole document. */
export function layout(page: Page, site: SiteFacts): Html {
  const { title, body, query = '', feeds = [] } = page;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Paperboy</title>
${metaOf(page, site)}
<link rel="stylesheet" href="${site.styles}">
${feeds.map((feed) => html`<link rel="alternate" type="${feed.type}" title="${feed.title}" href="${feed.path}">\n`)}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site">
<nav aria-label="Site"><a class="home" href="/d">Paperboy</a> <a href="/d">Days</a> <a href="/t/week">Trending</a> <a href="/c">Channels</a></nav>
<form class="search" role="search" action="/s"><input type="search" name="q" value="${query}" aria-label="Search papers" maxlength="1000" required><button>Search</button></form>
</header>
<main id="main">
${body}
</main>
<footer><a href="/api/v1">API</a> · Titles, abstracts and links are their authors’ and sources’ own.</footer>
</body>
</html>`;
}

function metaOf(page: Page, { base, isPublic }: SiteFacts): Html {
  const { title, path, type = 'website', citation = [] } = page;
  // Previews load no other pictures.
  const image = page.image?.startsWith('https://') ? page.image : undefined;
  const description = excerptOf(page.description, MOST_DESCRIPTION);
  const robots = isPublic ? 'index, follow' : 'noindex, nofollow, noarchive';
  const properties: [string, string][] = [
    ['og:title', title],
    ['og:description', description],
    ['og:type', type],
    ['og:url', `${base}${path}`],
    ['og:site_name', 'Paperboy'],
    ...(image === undefined ? [] : [['og:image', image] as [string, string]]),
  ];
  return html`<meta name="robots" content="${robots}">
<meta name="description" content="${description}">
<meta name="twitter:card" content="${image === undefined ? 'summary' : 'summary_large_image'}">
<link rel="canonical" href="${base}${path}">
${properties.map(([name, content]) => html`<meta property="${name}" content="${content}">\n`)}${citation.map(([name, content]) => html`<meta name="${name}" content="${content}">\n`)}`;
}

/** Nothing. */
export const none = raw('');
