/** The page of what is trending in a period. */
import { html, raw } from 'hono/html';
import type { ListedPaper } from '../../src/model/catalog.ts';
import { counted } from '../../src/model/counted.ts';
import { sayTrendPeriod, TREND_PERIODS, type TrendPeriod } from '../../src/model/trend-period.ts';
import { type FeedForm, trendingFeedPath, trendingPath } from './addresses.ts';
import { feedLinks, feedsOf } from './feed-links.ts';
import type { Page } from './layout.ts';
import { paperList, titlesOf } from './paper-list.ts';

/** What the page and its feeds are called. @param query that the papers match; absent: all */
export function trendingTitle(period: TrendPeriod, query: string | undefined): string {
  return `Trending ${sayTrendPeriod(period)}${query === undefined ? '' : ` for “${query}”`}`;
}

/**
 * @param query that the papers match; absent: all
 * @param found.total how many papers gained votes; `papers` are the first of them
 */
export function trendingPage(
  period: TrendPeriod,
  query: string | undefined,
  { total, papers }: { total: number; papers: readonly ListedPaper[] },
): Page {
  const title = trendingTitle(period, query);
  const feed = (form: FeedForm) => trendingFeedPath(period, form, query);
  const none = query === undefined ? 'No paper gained votes.' : 'No paper that matches gained votes.';
  const part = total > papers.length ? `; the first ${papers.length} are shown` : '';
  const links = TREND_PERIODS.map(
    (one) =>
      html`<a href="${trendingPath(one, query)}"${one === period ? raw(' aria-current="page"') : ''}>${sayTrendPeriod(one)}</a> `,
  );
  return {
    title,
    description: titlesOf(papers.map(({ paper }) => paper)),
    path: trendingPath(period, query),
    feeds: feedsOf(title, feed),
    body: html`<h1>${title}</h1>
<nav class="links" aria-label="Period">${links}</nav>
<p class="quiet">${total === 0 ? none : `${counted(total, 'paper')} gained votes, most gained first${part}`}</p>
${paperList(papers)}
${feedLinks(feed)}`,
  };
}
