/** Serves the workspace over HTTP: checks each request, then answers with the API, a file of the page, or an error. */
import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { TOO_LARGE } from '../../src/chat/library-file.ts';
import type { Site as Pages } from '../../src/model/catalog.ts';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Endpoint, Log } from '../../src/model/ports.ts';
import { type ApiContext, serveApi } from './api.ts';
import { refuse } from './csrf.ts';
import { servePage } from './page-files.ts';
import { addressOf } from './request.ts';

const LARGEST_BODY = 64 * 1024;
/** A library's file as JSON, in which some characters take two bytes and more. */
export const LARGEST_UPLOAD = 8 * 1024 * 1024;
const CODES: Record<number, string> = {
  400: 'bad-request',
  403: 'refused',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  415: 'not-json',
  429: 'too-many',
  503: 'busy',
};

/** Headers of every answer: the page loads its own files and pictures of papers, cannot be framed, and sends no referrer. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: https://*.huggingface.co; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Where the file of a library is handed over. */
const UPLOAD = /^\/api\/channels\/[^/]+\/library$/;

interface Site extends ApiContext {
  /** The HOST setting. */
  host: string;
  /** Of the page's files. */
  version: string;
  endpoints: readonly Endpoint[];
  /** Says by itself who may read it. */
  pages?: Pages | undefined;
  log: Log;
}

export function createApp(site: Site): Hono {
  const app = new Hono();
  app.get('/health', (c) => c.json({ status: 'ok' }));
  const { pages } = site;
  if (pages)
    app.use((c, next) =>
      pages.owns(c.req.path) ? Promise.resolve(pages.answer(c.req.raw, addressOf(c))) : next(),
    );
  check(app, site.host);
  serveEndpoints(app, site.endpoints);
  serveApi(app, { ...site, links: pages?.links });
  servePage(app, site.version);
  answerErrors(app, site.log);
  return app;
}

function check(app: Hono, host: string): void {
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    const own = c.res.headers.get('Cache-Control') ?? 'no-cache';
    c.header('Cache-Control', c.req.path.startsWith('/api/') ? 'no-store' : own);
  });
  app.use(async (c, next) => {
    const asked = {
      method: c.req.method,
      path: c.req.path,
      host: c.req.header('host'),
      origin: c.req.header('origin'),
      site: c.req.header('sec-fetch-site'),
    };
    const reason = refuse(asked, host);
    if (reason !== undefined) throw new HTTPException(403, { message: reason });
    await next();
  });
  const limited = (maxSize: number, message: string) => {
    const onError = (): never => {
      throw new HTTPException(413, { message });
    };
    return bodyLimit({ maxSize, onError });
  };
  const file = limited(LARGEST_UPLOAD, TOO_LARGE);
  const other = limited(LARGEST_BODY, 'That is too large. The limit is 64 KiB.');
  app.post('/api/*', requireJson, (c, next) => (UPLOAD.test(c.req.path) ? file : other)(c, next));
}

function serveEndpoints(app: Hono, endpoints: readonly Endpoint[]): void {
  for (const { path, answer } of endpoints) {
    app.get(path, async (c) => {
      const { status, type, body } = await answer();
      return c.body(body, status as 200, { 'Content-Type': type });
    });
  }
}

async function requireJson(c: Context, next: Next): Promise<void> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new HTTPException(415, { message: 'Send JSON, with Content-Type: application/json.' });
  }
  await next();
}

function answerErrors(app: Hono, log: Log): void {
  const answer = (c: Context, status: 400 | 404 | 500 | 503, message: string, at?: unknown) =>
    c.json({ error: { code: CODES[status] ?? 'failed', message, at } }, status);
  app.notFound((c) => answer(c, 404, 'There is nothing here.'));
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException) {
      // The part of the request that could not be read, for programs.
      const { at } = (thrown.cause ?? {}) as { at?: unknown };
      return answer(c, thrown.status as 400, thrown.message, at);
    }
    if (c.req.raw.signal.aborted) return answer(c, 400, 'The request was cut off.');
    // What went wrong inside is for the log: it may name files and addresses.
    log.error('a request to the workspace failed', { path: c.req.path, cause: messageOf(thrown) });
    if (thrown instanceof PaperboyError && thrown.advice !== undefined)
      return answer(c, 503, `Paperboy couldn't store this: ${thrown.advice}.`);
    return answer(c, 500, 'Something went wrong in Paperboy. Try again; its log has the details.');
  });
}
