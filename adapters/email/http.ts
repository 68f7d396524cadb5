/**
 * Serves the pages that links in mail lead to. Looking at one changes nothing, as programs that check mail follow links; its
 * button does, and so does the one click by which mail programs unsubscribe. Nobody needs to sign in.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createListener, pathOf, readBody } from '../../src/chat/http-request.ts';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { confirmPage, FAILED, NOTHING, type Page, type PagesContext, unsubscribePage } from './link-pages.ts';
import { PATHS } from './links.ts';

const BODY_BYTES = 4_096;
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/** @throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened */
export function openPages(
  context: PagesContext & { log: Log },
  where: { host: string; port: number },
): Promise<Listening> {
  const listener = createListener(async (request, response) => {
    const path = pathOf(request);
    const page = await pageFor(path, request, context).catch((error: unknown) => {
      // Whoever cuts a request gets no answer, and nothing is wrong here.
      const isCut = request.destroyed && !request.complete;
      context.log[isCut ? 'debug' : 'error']('a page for mail failed', { reason: messageOf(error) });
      return FAILED;
    });
    answer(response, page, request.method === 'HEAD');
  }, context.log);
  return listen(listener, { ...where, portSetting: 'EMAIL_PORT' });
}

async function pageFor(path: string, request: IncomingMessage, context: PagesContext): Promise<Page> {
  const isPost = request.method === 'POST';
  if (!isPost && request.method !== 'GET' && request.method !== 'HEAD') return { ...NOTHING, status: 405 };
  const body = isPost ? (await readBody(request, BODY_BYTES))?.toString() : undefined;
  if (isPost && body === undefined) return { ...NOTHING, status: 413 };
  if (path.startsWith(PATHS.confirm)) return confirmPage(path.slice(PATHS.confirm.length), body, context);
  if (path.startsWith(PATHS.unsubscribe))
    return unsubscribePage(path.slice(PATHS.unsubscribe.length), body, context);
  return NOTHING;
}

function answer(response: ServerResponse, { status, html }: Page, isHead: boolean): void {
  response.writeHead(status, HEADERS).end(isHead ? undefined : html);
}
