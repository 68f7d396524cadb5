/** Answers with a tag for the content, and with 304 to those who have it already. */
import { createHash } from 'node:crypto';
import type { Context, Next } from 'hono';

/**
 * Adds `ETag` to an answer and compares what the client has. Dates are not compared: a title that is corrected, or a vote, moves no
 * date.
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
  return tags?.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, ''))) === true;
}

/** A date as headers have it, in whole seconds. @param at milliseconds since 1970 */
export function httpDate(at: number): string {
  return new Date(at).toUTCString();
}
