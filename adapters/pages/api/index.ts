/** Serves the read-only API below /api/v1, its description, and the page that documents it. */
import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Catalog } from '../../../src/model/catalog.ts';
import { dayPath, MOST_FROM, withoutMarks } from '../addresses.ts';
import { layout, type SiteFacts } from '../layout.ts';
import { Refused } from '../problem.ts';
import { docsPage, type OpenApi } from './docs-page.ts';
import * as routes from './routes.ts';
import type { PartQuery } from './schemas.ts';
import { createShown } from './shown.ts';

export const API_PATH = '/api/v1';
/** Characters of an unknown parameter that are shown. */
const MOST_NAME = 40;
type Part = z.infer<typeof PartQuery>;

/** How the access token is sent: either will do. */
const SCHEMES = { bearer: 'The access token', basic: 'The access token as the password, of any user' };

/**
 * Makes the routes of the API, with its description and the page that documents it.
 * @param needsToken whether only those who know the access token may read, which the description then says
 */
export function createApi(
  catalog: Catalog,
  factsFor: (c: Context) => SiteFacts,
  needsToken: boolean,
): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook(result) {
      if (result.success) return;
      const [issue] = result.error.issues;
      if (issue?.code === 'unrecognized_keys')
        throw new Refused(400, `"${issue.keys[0]?.slice(0, MOST_NAME)}" is no parameter here.`);
      throw new Refused(400, `"${issue?.path.join('.')}" ${issue?.message}.`);
    },
  });
  const baseOf: BaseOf = (c) => factsFor(c).base;
  servePapers(app, catalog, baseOf);
  serveDigests(app, catalog, baseOf);
  serveChannels(app, catalog, baseOf);
  serveDescription(app, factsFor, needsToken);
  return app;
}

type BaseOf = (c: Context) => string;

function servePapers(app: OpenAPIHono, catalog: Catalog, baseOf: BaseOf): void {
  app.openapi(routes.getPaper, async (c) => {
    const record = await catalog.paper(withoutMarks(c.req.valid('param').id));
    if (record === undefined) throw new Refused(404, 'No paper with this ID is stored here.');
    return c.json(createShown(baseOf(c)).record(record), 200);
  });
  app.openapi(routes.search, async (c) => {
    const { q, sort, ...part } = c.req.valid('query');
    const found = await catalog.search({ query: q, sort, from: part.offset, limit: part.limit });
    if ('problem' in found) throw new Refused(400, found.problem);
    const { total, close, broad, papers } = found;
    const more = part.offset + part.limit < total + close;
    const items = papers.map(createShown(baseOf(c)).found);
    const searched = broad === undefined ? {} : { searched: broad.searched };
    return c.json({ total, close, ...searched, items, ...nextPart(c, baseOf(c), part, more) }, 200);
  });
  app.openapi(routes.trending, async (c) => {
    const { period, q: query, ...part } = c.req.valid('query');
    const found = await catalog.trending({ period, query, from: part.offset, limit: part.limit });
    if ('problem' in found) throw new Refused(400, found.problem);
    const { total, papers } = found;
    return c.json(
      { ...partOf(c, baseOf(c), part, total), items: papers.map(createShown(baseOf(c)).listedPaper) },
      200,
    );
  });
}

function serveDigests(app: OpenAPIHono, catalog: Catalog, baseOf: BaseOf): void {
  app.openapi(routes.getDigests, async (c) => {
    const part = c.req.valid('query');
    const days = await catalog.days();
    const root = baseOf(c);
    const items = days
      .slice(part.offset, part.offset + part.limit)
      .map((day) => ({ day, page: `${root}${dayPath(day)}`, digest: `${root}${API_PATH}/digests/${day}` }));
    return c.json({ ...partOf(c, baseOf(c), part, days.length), items }, 200);
  });
  app.openapi(routes.getDigest, async (c) => {
    const part = c.req.valid('query');
    const record = await catalog.day(c.req.valid('param').day);
    if (record === undefined) throw new Refused(404, 'There is no digest for this day.');
    const { day, byline, notes, papers } = record;
    const items = papers.slice(part.offset, part.offset + part.limit).map(createShown(baseOf(c)).paper);
    const about = { day, notes, ...(byline === undefined ? {} : { byline }) };
    return c.json({ ...about, ...partOf(c, baseOf(c), part, papers.length), items }, 200);
  });
}

function serveChannels(app: OpenAPIHono, catalog: Catalog, baseOf: BaseOf): void {
  app.openapi(routes.getChannels, async (c) =>
    c.json({ items: (await catalog.channels()).map(createShown(baseOf(c)).channel) }, 200),
  );
  app.openapi(routes.getPosts, async (c) => {
    const part = c.req.valid('query');
    const { channel: slug } = c.req.valid('param');
    const found = await catalog.posts(slug, { from: part.offset, limit: part.limit });
    if (found === undefined) throw new Refused(404, 'There is no page for a channel of this name.');
    const shown = createShown(baseOf(c));
    const next = nextPart(c, baseOf(c), part, found.more);
    return c.json(
      { channel: shown.channel(found.channel), items: found.posts.map(shown.post), ...next },
      200,
    );
  });
}

/** How many there are, and the address of the part after this one. */
function partOf(c: Context, base: string, part: Part, total: number): { total: number; next?: string } {
  return { total, ...nextPart(c, base, part, part.offset + part.limit < total) };
}

/** Nothing behind the last part, nor where the next one could not be asked for. */
function nextPart(c: Context, base: string, { limit, offset }: Part, more: boolean): { next?: string } {
  if (!more || offset + limit > MOST_FROM) return {};
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.set('limit', String(limit));
  searchParams.set('offset', String(offset + limit));
  const next = `${base}${pathname}?${searchParams}`;
  c.header('Link', `<${next}>; rel="next"`);
  return { next };
}

function serveDescription(app: OpenAPIHono, factsFor: (c: Context) => SiteFacts, needsToken: boolean): void {
  const schemes = needsToken ? Object.entries(SCHEMES) : [];
  for (const [scheme, description] of schemes)
    app.openAPIRegistry.registerComponent('securitySchemes', scheme, { type: 'http', scheme, description });
  const security = schemes.map(([scheme]) => ({ [scheme]: [] }));
  const describe = (c: Context) =>
    app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Paperboy',
        version: '1',
        description:
          'Read papers, searches, digests and posts. Answers have an ETag; errors are problem details (RFC 9457).',
      },
      servers: [{ url: `${factsFor(c).base}${API_PATH}` }],
      ...(needsToken ? { security } : {}),
    });
  app.get('/openapi.json', (c) => c.json(describe(c)));
  app.get('/', (c) => c.html(layout(docsPage(describe(c) as OpenApi), factsFor(c)) as Promise<string>));
}
