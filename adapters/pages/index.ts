/** Makes the site of pages, feeds and the API: who may read, headers of every answer, and errors that are told in kind. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Context, Hono, type Next } from 'hono';
import { html } from 'hono/html';
import type { Catalog, Site, SiteLinks } from '../../src/model/catalog.ts';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { createGate } from './access.ts';
import { channelFeedPath, channelPath, NEWEST_DAY, paperPath } from './addresses.ts';
import { API_PATH, createApi } from './api/index.ts';
import { conditional } from './conditional.ts';
import { serveFeeds } from './feed-routes.ts';
import { layout, type SiteFacts } from './layout.ts';
import { type Bindings, createPace } from './pace.ts';
import { servePages } from './page-routes.ts';
import { type ProblemStatus, problemOf, Refused, titleOf } from './problem.ts';
import type { SiteSettings } from './settings.ts';
import { createTurns } from './turns.ts';

const STYLES = readFileSync(new URL('./page.css', import.meta.url), 'utf8');
const STYLES_PATH = `/pages-${createHash('sha256').update(STYLES).digest('hex').slice(0, 12)}.css`;
const OWN =
  /^\/(?:robots\.txt|pages-[0-9a-f]+\.css|[st]|t\/[^/]+|[dc](?:\/[^/]*)?|p\/.+|feeds\/(?:trending\/)?[^/]+|api\/v1(?:\/.*)?)$/;
/** Paths that people type, and the pages they mean. */
const SHORT: Record<string, string> = { '/': '/d', '/t': '/t/week' };

/** A page loads its own style sheet and nothing else, runs no script, cannot be framed, and sends no referrer. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

interface SiteOutside {
  settings: SiteSettings;
  catalog: Catalog;
  log: Log;
}

/** Makes the site from its settings and the catalog that it shows. */
export function createSite({ settings, catalog, log }: SiteOutside): Site {
  const isPublic = settings.audience === 'public';
  const factsFor = (c: Context): SiteFacts => ({
    base: settings.publicUrl ?? new URL(c.req.url).origin,
    styles: STYLES_PATH,
    isPublic,
  });
  const app = new Hono();
  app.use(headersOf(isPublic), onlyReads);
  // Robots, and browsers that show an error, are told so without a token.
  app.get('/robots.txt', (c) =>
    c.text(isPublic ? 'User-agent: *\nDisallow: /s\nDisallow: /api/\n' : 'User-agent: *\nDisallow: /\n'),
  );
  app.get(STYLES_PATH, (c) =>
    c.body(STYLES, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'max-age=31536000, immutable',
    }),
  );
  app.use(createGate(settings));
  if (isPublic) app.use(createPace());
  app.use(toPage);
  app.use(createTurns());
  app.use(conditional);
  servePages(app, catalog, factsFor);
  serveFeeds(app, catalog, factsFor);
  app.route(API_PATH, createApi(catalog, factsFor, settings.audience === 'token'));

  const tell = (c: Context, status: ProblemStatus, detail: string) => {
    if (/^\/(?:api|feeds)\//.test(c.req.path)) return problemOf(c, status, detail);
    const title = titleOf(status);
    const body = html`<h1>${title}</h1><p>${detail}</p>`;
    const page = { title, description: detail, path: '/d', body };
    return c.html(layout(page, factsFor(c)) as Promise<string>, status);
  };
  app.notFound((c) => tell(c, 404, 'There is nothing here.'));
  app.onError((thrown, c) => {
    if (thrown instanceof Refused) {
      for (const [name, value] of Object.entries(thrown.headers)) c.header(name, value);
      return tell(c, thrown.status, thrown.message);
    }
    // What went wrong inside is for the log: it may name files and addresses.
    log.error('a page could not be made', { path: c.req.path, cause: messageOf(thrown) });
    if (thrown instanceof PaperboyError)
      return tell(c, 503, "Paperboy's store doesn't answer. Try again in a moment.");
    return tell(c, 500, 'Paperboy could not make this page. Its log has the details.');
  });
  const site = {
    owns: isOwn,
    answer: (request: Request, address: string) => app.fetch(request, { address } satisfies Bindings),
  };
  return settings.audience === 'nobody' ? site : { ...site, links: linksTo(catalog) };
}

function linksTo(catalog: Catalog): SiteLinks {
  return {
    newest: NEWEST_DAY,
    paper: paperPath(''),
    async channel(id) {
      const listed = (await catalog.channels()).find((one) => one.id === id);
      return listed && { page: channelPath(listed.slug), feed: channelFeedPath(listed.slug, 'atom') };
    },
  };
}

/** Also with a slash at its end. */
function isOwn(path: string): boolean {
  return OWN.test(withoutSlash(path));
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Leads from an address that somebody typed to the page that it means. Never to another site, as `//other.example/` would. */
async function toPage(c: Context, next: Next): Promise<Response | undefined> {
  const { pathname, search } = new URL(c.req.url);
  const path = withoutSlash(pathname);
  const page = SHORT[path] ?? path;
  if (page !== pathname && OWN.test(page)) return c.redirect(page + search, 302);
  await next();
  return undefined;
}

function headersOf(isPublic: boolean) {
  return async (c: Context, next: Next): Promise<void> => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    if (!isPublic) c.header('X-Robots-Tag', 'noindex, nofollow');
    const own = c.res.headers.get('Cache-Control');
    c.header('Cache-Control', own ?? (isPublic ? 'public, max-age=60' : 'private, no-cache'));
  };
}

async function onlyReads(c: Context, next: Next): Promise<void> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD')
    throw new Refused(405, 'Pages, feeds and the API can only be read.', { Allow: 'GET, HEAD' });
  await next();
}
