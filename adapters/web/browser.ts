/** Identifies a person by a cookie in their browser. */
import { createHash, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Person } from '../../src/model/ports.ts';

const COOKIE = 'paperboy_browser';
const ONE_YEAR_S = 365 * 24 * 60 * 60;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The person who uses this browser. Their id is a hash, so the cookie itself is never stored or shown. Only answers to the
 * page's own requests set the cookie: a visit by a link from another site comes without it (`SameSite=Strict`) and must
 * not replace it.
 */
export function personOf(c: Context): Person {
  const sent = getCookie(c, COOKIE);
  const secret = sent !== undefined && UUID.test(sent) ? sent : randomUUID();
  if (secret !== sent) {
    setCookie(c, COOKIE, secret, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: ONE_YEAR_S });
  }
  const id = createHash('sha256').update(secret).digest('hex').slice(0, 16);
  return { id: `web:${id}`, name: `Reader ${id.slice(0, 4)}` };
}
