/** Serves the workspace over HTTP: checks each request, then answers with the API, a file of the page, or an error. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { type ApiContext, serveApi } from './api.ts';
import { refuse } from './csrf.ts';
import { HEADERS, type PageFile } from './page.ts';

const LARGEST_BODY = 64 * 1024;
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

export interface Site extends ApiContext {
  /** The HOST setting. */
  host: string;
  page: Map<string, PageFile>;
  log: Log;
}

export function createApp(site: Site): Hono {
  const app = new Hono();
  app.get('/health', (c) => c.json({ status: 'ok' }));
  check(app, site.host);
  serveApi(app, site);
  servePage(app, site.page);
  answerErrors(app, site.log);
  return app;
}

function check(app: Hono, host: string): void {
  app.use(async (c, next) => {
    const header = (name: string) => c.req.header(name);
    const reason = refuse(
      {
        method: c.req.method,
        path: c.req.path,
        host: header('host'),
        origin: header('origin'),
        site: header('sec-fetch-site'),
      },
      host,
    );
    if (reason !== undefined) throw new HTTPException(403, { message: reason });
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    if (c.req.path.startsWith('/api/')) c.header('Cache-Control', 'no-store');
  });
  app.post('/api/*', async (c, next) => {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
      throw new HTTPException(415, { message: 'Send JSON, with Content-Type: application/json.' });
    }
    await next();
  });
  const onError = (): never => {
    throw new HTTPException(413, { message: 'That is too large. The limit is 64 KiB.' });
  };
  app.post('/api/*', bodyLimit({ maxSize: LARGEST_BODY, onError }));
}

function servePage(app: Hono, page: Site['page']): void {
  app.get('*', (c) => {
    const file = page.get(c.req.path);
    if (file === undefined) throw new HTTPException(404, { message: 'There is nothing here.' });
    const headers = { 'Content-Type': file.type, ETag: file.etag, 'Cache-Control': 'no-cache' };
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
    return c.body(file.body, 200, headers);
  });
}

function answerErrors(app: Hono, log: Log): void {
  const answer = (c: Context, status: 400 | 404 | 500 | 503, message: string) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    return c.json({ error: { code: CODES[status] ?? 'failed', message } }, status);
  };
  app.notFound((c) => answer(c, 404, 'There is nothing here.'));
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException) return answer(c, thrown.status as 400, thrown.message);
    if (c.req.raw.signal.aborted) return answer(c, 400, 'The request was cut off.');
    // What went wrong inside is for the log: it may name files and addresses.
    log.error('a request to the workspace failed', { path: c.req.path, cause: messageOf(thrown) });
    if (thrown instanceof PaperboyError && thrown.advice !== undefined)
      return answer(c, 503, `Paperboy couldn't store this: ${thrown.advice}.`);
    return answer(c, 500, 'Something went wrong in Paperboy. Try again; its log has the details.');
  });
}
