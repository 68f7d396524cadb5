/** Serves a feed for each channel that has a page, and for any search. */
import type { Context, Hono } from 'hono';
import type { Catalog } from '../../src/model/catalog.ts';
import {
  channelFeedPath,
  channelPath,
  FEED_FORMS,
  type FeedForm,
  searchFeedPath,
  searchPath,
} from './addresses.ts';
import { datedBy } from './conditional.ts';
import { FEED_TYPES, type FeedInput, feedText, updatedAt } from './feeds.ts';
import type { SiteFacts } from './layout.ts';
import { readQuery } from './page-routes.ts';
import { Refused } from './problem.ts';

/** Posts that are looked through, and papers in a feed. */
const POSTS = 30;
const MOST = 100;
const RESULTS = 50;

/** Adds the routes of feeds. */
export function serveFeeds(app: Hono, catalog: Catalog, factsFor: (c: Context) => SiteFacts): void {
  app.get('/feeds/:name', async (c) => {
    const [, name = '', form] = /^(.+)\.(atom|rss|json)$/.exec(c.req.param('name')) ?? [];
    if (!isForm(form))
      throw new Refused(404, `A feed's address ends with ${FEED_FORMS.map((one) => `.${one}`).join(', ')}.`);
    const { base } = factsFor(c);
    const isSearch = name === 'search' && c.req.query('q') !== undefined;
    const own = isSearch
      ? await searchFeed(readQuery(c), form, catalog)
      : await channelFeed(name, form, catalog);
    const input: FeedInput = {
      ...own,
      storeId: catalog.storeId,
      base,
      page: base + own.page,
      self: base + own.self,
    };
    const modified = updatedAt(input.papers);
    if (modified !== undefined) datedBy(c, modified, isSearch ? 'by-days' : 'exactly');
    return c.body(await feedText(input, form), 200, { 'Content-Type': FEED_TYPES[form] });
  });
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

function isForm(text: string | undefined): text is FeedForm {
  return FEED_FORMS.some((form) => form === text);
}
