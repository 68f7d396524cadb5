/** Answers with a tag for the content, and with 304 to those who have it already. */
import { createHash } from 'node:crypto';
import type { Context, Next } from 'hono';

/**
 * Adds `ETag` to an answer and compares what the client has. Where it sent no tag, an answer's own `Last-Modified` is compared, if
 * `datedBy` said that it moves with every change.
 */
export async function conditional(c: Context, next: Next): Promise<void> {
  await next();
  if (c.res.status !== 200) return;
  const body = new Uint8Array(await c.res.clone().arrayBuffer());
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  c.header('ETag', tag);
  if (!isKnown(c, tag)) return;
  const headers = new Headers(c.res.headers);
  headers.delete('Content-Type');
  headers.delete('Content-Length');
  c.res = new Response(null, { status: 304, headers });
}

function isKnown(c: Context, tag: string): boolean {
  const tags = c.req.header('if-none-match');
  if (tags !== undefined)
    return tags.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
  if (c.get(DATED) !== true) return false;
  const [since, modified] = [c.req.header('if-modified-since'), c.res.headers.get('last-modified')].map(
    (date) => momentOf(date ?? ''),
  );
  return since !== undefined && modified !== undefined && modified <= since;
}

/** Only a date as this site writes it: others, such as a bare year, are not compared. */
function momentOf(date: string): number | undefined {
  const at = Date.parse(date);
  return !Number.isNaN(at) && httpDate(at) === date ? at : undefined;
}

const DATED = 'datedExactly';

/**
 * Sets `Last-Modified`. @param at milliseconds since 1970
 * @param moves `exactly`: whatever changes in the answer moves it; `by-days`: what comes later on the same day does not
 */
export function datedBy(c: Context, at: number, moves: 'exactly' | 'by-days'): void {
  c.header('Last-Modified', httpDate(at));
  c.set(DATED, moves === 'exactly');
}

/** `Last-Modified` has whole seconds. @param at milliseconds since 1970 */
function httpDate(at: number): string {
  return new Date(at).toUTCString();
}
