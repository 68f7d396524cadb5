/** Serves a feed for each channel that has a page, for any search, and for what is trending. */
import type { Context, Hono } from 'hono';
import type { Catalog } from '../../src/model/catalog.ts';
import type { TrendPeriod } from '../../src/model/trend-period.ts';
import {
  channelFeedPath,
  channelPath,
  FEED_FORMS,
  type FeedForm,
  searchFeedPath,
  searchPath,
  trendingFeedPath,
  trendingPath,
} from './addresses.ts';
import { httpDate } from './conditional.ts';
import { FEED_TYPES, type FeedInput, feedText, updatedAt } from './feeds.ts';
import type { SiteFacts } from './layout.ts';
import { MOST_TRENDING, readQuery, readTrending } from './page-routes.ts';
import { Refused } from './problem.ts';
import { trendingTitle } from './trending-page.ts';

/** Posts that are looked through, and papers in a feed. */
const POSTS = 30;
const MOST = 100;
const RESULTS = 50;

/** Adds the routes of feeds. */
export function serveFeeds(app: Hono, catalog: Catalog, factsFor: (c: Context) => SiteFacts): void {
  const show = async (c: Context, form: FeedForm, own: Own) => {
    const { base } = factsFor(c);
    const input: FeedInput = {
      ...own,
      storeId: catalog.storeId,
      base,
      page: base + own.page,
      self: base + own.self,
    };
    const modified = updatedAt(input.papers);
    if (modified !== undefined) c.header('Last-Modified', httpDate(modified));
    return c.body(await feedText(input, form), 200, { 'Content-Type': FEED_TYPES[form] });
  };

  app.get('/feeds/:name', async (c) => {
    const asked = readName(c.req.param('name'));
    const isSearch = asked.name === 'search' && c.req.query('q') !== undefined;
    return isSearch
      ? show(c, asked.form, await searchFeed(readQuery(c), asked.form, catalog))
      : show(c, asked.form, await channelFeed(asked.name, asked.form, catalog));
  });
  app.get('/feeds/trending/:name', async (c) => {
    const { name, form } = readName(c.req.param('name'));
    return show(c, form, await trendingFeed(readTrending(c, name), form, catalog));
  });
}

/** The parts of a feed's name, such as `general.atom`. @throws Refused for one without a form */
function readName(text: string): { name: string; form: FeedForm } {
  const [, name = '', ending] = /^(.+)\.(atom|rss|json)$/.exec(text) ?? [];
  const form = FEED_FORMS.find((one) => one === ending);
  if (form === undefined)
    throw new Refused(404, `A feed's address ends with ${FEED_FORMS.map((one) => `.${one}`).join(', ')}.`);
  return { name, form };
}

type Own = Pick<FeedInput, 'of' | 'title' | 'description' | 'page' | 'self' | 'papers'>;

async function channelFeed(slug: string, form: FeedForm, catalog: Catalog): Promise<Own> {
  const found = await catalog.posts(slug, { from: 0, limit: POSTS });
  if (found === undefined) throw new Refused(404, 'There is no feed for a channel of this name.');
  const { channel, posts } = found;
  return {
    of: `channel ${channel.id}`,
    title: `${channel.name} · Paperboy`,
    description: `Papers posted in ${channel.name}`,
    page: channelPath(channel.slug),
    self: channelFeedPath(channel.slug, form),
    papers: posts
      .flatMap(({ postedAt: at, papers }) => papers.map(({ paper }) => ({ paper, at })))
      .slice(0, MOST),
  };
}

async function searchFeed(query: string, form: FeedForm, catalog: Catalog): Promise<Own> {
  const found = await catalog.newest({ query, limit: RESULTS });
  if ('problem' in found) throw new Refused(400, found.problem);
  return {
    of: `search ${query}`,
    title: `${query} · Paperboy`,
    description: `Papers for ${query}`,
    page: searchPath(query),
    self: searchFeedPath(query, form),
    papers: found.papers.map(({ paper, day }) => ({ paper, at: Date.parse(day) })),
  };
}

async function trendingFeed(
  asked: { period: TrendPeriod; query: string | undefined },
  form: FeedForm,
  catalog: Catalog,
): Promise<Own> {
  const { period, query } = asked;
  const found = await catalog.trending({ ...asked, from: 0, limit: MOST_TRENDING });
  if ('problem' in found) throw new Refused(400, found.problem);
  const title = trendingTitle(period, query);
  return {
    of: `trending ${period} ${query ?? ''}`,
    title: `${title} · Paperboy`,
    description: `${title}, most gained votes first`,
    page: trendingPath(period, query),
    self: trendingFeedPath(period, form, query),
    papers: found.papers.map(({ paper, day }) => ({ paper, at: Date.parse(day) })),
  };
}
