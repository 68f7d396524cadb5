/**
 * Serves the page's files. The page asks for them below a path that names their content: a browser that has them doesn't ask again
 * until another version of Paperboy has other files. Those of other versions are not found, upon which the page reloads itself.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono, MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';

const PAGE = fileURLToPath(new URL('./page', import.meta.url));
/** What a link of the page's HTML to one of its files begins with. */
const LINK = /(?<=(?:href|src)=")\/(?=[a-z-]+\.)/g;

/** What has a path that names its content never changes: a year is as good as for ever. */
const FOR_GOOD = 'max-age=31536000, immutable';

/** @param version that of the page's files, which is part of their path */
export function servePage(app: Hono, version: string): void {
  const kept = `/files-${version}`;
  const index = readFileSync(join(PAGE, 'index.html'), 'utf8').replaceAll(LINK, `${kept}/`);
  const rewriteRequestPath = (path: string) => (path.startsWith(`${kept}/`) ? path.slice(kept.length) : path);
  app.use(`${kept}/*`, async (c, next) => {
    await next();
    if (c.res.status < 400) c.header('Cache-Control', FOR_GOOD);
  });
  app.get('/', etag(), (c) => c.html(index));
  app.get('*', etag(), asWholeFile, serveStatic({ root: PAGE, rewriteRequestPath }));
}

/** A short name for the content of all the page's files. */
export function pageVersion(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(PAGE).sort())
    hash.update(`${name}\n`).update(readFileSync(join(PAGE, name)));
  return hash.digest('hex').slice(0, 12);
}

/** Asks for the whole file: the answers to HEAD and to a range would have no tag, or that of a part. */
const asWholeFile: MiddlewareHandler = (c, next) => {
  const headers = new Headers(c.req.raw.headers);
  headers.delete('range');
  c.req.raw = new Request(c.req.url, { headers });
  return next();
};
