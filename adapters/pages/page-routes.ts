/** Serves the pages: each reads the catalog and is put into the frame. */
import type { Context, Hono } from 'hono';
import type { Catalog } from '../../src/model/catalog.ts';
import { Day } from '../../src/model/paper.ts';
import { TREND_PERIODS, type TrendPeriod } from '../../src/model/trend-period.ts';
import { dayPath, idIn, MOST_FROM, paperPath } from './addresses.ts';
import { layout, type Page, type SiteFacts } from './layout.ts';
import { channelPage, channelsPage, dayPage, daysPage, noSearchPage, searchPage } from './list-pages.ts';
import { paperPage } from './paper-page.ts';
import { Refused } from './problem.ts';
import { trendingPage } from './trending-page.ts';

const POSTS = 10;
const RESULTS = 20;
/** Papers on a page of what is trending, and in a feed of it. */
export const MOST_TRENDING = 50;
/** Longer queries are none. UTF-16 units. */
export const MOST_QUERY = 1_000;

/** Adds the routes of pages. */
export function servePages(app: Hono, catalog: Catalog, factsFor: (c: Context) => SiteFacts): void {
  const show = (c: Context, page: Page) => c.html(layout(page, factsFor(c)) as Promise<string>);

  app.get('/d', async (c) => show(c, daysPage(await catalog.days())));
  app.get('/d/:day', async (c) => {
    const asked = c.req.param('day');
    if (asked === 'newest') {
      const [newest] = await catalog.days();
      return newest === undefined ? show(c, daysPage([])) : c.redirect(dayPath(newest), 302);
    }
    const record = Day.safeParse(asked).success ? await catalog.day(asked) : undefined;
    if (record === undefined) throw new Refused(404, 'There is no digest for this day.');
    return show(c, dayPage(record, readFrom(c)));
  });
  app.get('/t/:period', async (c) => {
    const { period, query } = readTrending(c, c.req.param('period'));
    const found = await catalog.trending({ period, query, from: 0, limit: MOST_TRENDING });
    if ('problem' in found) throw new Refused(400, found.problem);
    return show(c, trendingPage(period, query, found));
  });
  app.get('/p/*', async (c) => {
    const id = idIn(new URL(c.req.url).pathname.slice('/p/'.length)) ?? '';
    const record = await catalog.paper(id);
    if (record === undefined) throw new Refused(404, 'No paper with this ID is stored here.');
    // A paper goes by several ids, and has one address.
    return record.paper.id === id ? show(c, paperPage(record)) : c.redirect(paperPath(record.paper.id), 302);
  });
  app.get('/c', async (c) => show(c, channelsPage(await catalog.channels())));
  app.get('/c/:slug', async (c) => {
    const from = readFrom(c);
    const found = await catalog.posts(c.req.param('slug'), { from, limit: POSTS });
    if (found === undefined) throw new Refused(404, 'There is no page for a channel of this name.');
    const after = found.more && from + POSTS <= MOST_FROM ? from + POSTS : undefined;
    return show(
      c,
      channelPage(found.channel, found.posts, { before: Math.max(0, from - POSTS), after }, from),
    );
  });
  app.get('/s', async (c) => {
    if ((c.req.query('q') ?? '').trim() === '') return show(c, noSearchPage(''));
    const [query, from] = [readQuery(c), readFrom(c)];
    const found = await catalog.search({ query, sort: 'relevance', from, limit: RESULTS });
    if ('problem' in found)
      return c.html(layout(noSearchPage(query, found.problem), factsFor(c)) as Promise<string>, 400);
    return show(c, searchPage(query, found, from));
  });
}

/** What is asked for of what is trending. @throws Refused for another period, or a query that is too long */
export function readTrending(c: Context, asked: string): { period: TrendPeriod; query: string | undefined } {
  const period = TREND_PERIODS.find((one) => one === asked);
  if (period === undefined) throw new Refused(404, 'The periods are today, week and month.');
  return { period, query: (c.req.query('q') ?? '').trim() === '' ? undefined : readQuery(c) };
}

/** @throws Refused when there is no query, or one that is too long */
export function readQuery(c: Context): string {
  const query = c.req.query('q')?.trim() ?? '';
  if (query === '') throw new Refused(400, 'Add what to search for as "q".');
  if (query.length > MOST_QUERY) throw new Refused(400, `A search can have up to ${MOST_QUERY} characters.`);
  return query;
}

function readFrom(c: Context): number {
  const from = c.req.query('from') ?? '0';
  if (!/^\d{1,5}$/.test(from) || Number(from) > MOST_FROM)
    throw new Refused(400, `"from" must be a whole number from 0 to ${MOST_FROM}.`);
  return Number(from);
}
