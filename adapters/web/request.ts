/** Reads what a request to the API carries: who sent it, for which channel, and its body. */
import { createHash, randomUUID } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { ownerOf } from './channel-names.ts';
import type { Channel, Channels } from './channels.ts';
import type { Known, People } from './people.ts';

const COOKIE = 'paperboy_browser';
/** How long browsers keep cookies. Seconds. */
export const ONE_YEAR_S = 365 * 24 * 60 * 60;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What browsers without a cookie were given by the answer under way. */
const given = new WeakMap<Context, string>();

const whole = z.coerce.number().int().nonnegative();

/**
 * The id of the person who uses this browser: a hash, so the cookie itself is never stored or shown. Only answers to the
 * page's own requests set the cookie: a visit by a link from another site comes without it (`SameSite=Strict`) and must
 * not replace it.
 */
export function idOf(c: Context): string {
  const sent = getCookie(c, COOKIE);
  const secret = sent !== undefined && UUID.test(sent) ? sent : (given.get(c) ?? randomUUID());
  given.set(c, secret);
  if (secret !== sent) {
    setCookie(c, COOKIE, secret, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: ONE_YEAR_S });
  }
  return `web:${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;
}

/** The address that a request came from. What its headers say of another one is anybody's word, so it is not read. */
export function addressOf(c: Context): string {
  return getConnInfo(c).remote.address ?? '';
}

export function personIn(c: Context, people: People): Promise<Known> {
  return people.get(idOf(c));
}

/** @throws HTTPException 404 when there is no such channel, or no longer, or it is someone else's own conversation */
export async function channelIn(c: Context, channels: Channels): Promise<Channel> {
  const key = c.req.param('key') ?? '';
  const owner = ownerOf(key);
  const channel = owner === undefined || owner === idOf(c) ? await channels.find(key) : undefined;
  if (channel !== undefined) return channel;
  throw new HTTPException(404, { message: `There is no channel #${key.slice(0, 80)} here.` });
}

export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch((thrown: unknown) => {
    if (thrown instanceof HTTPException) throw thrown;
    throw new HTTPException(400, { message: 'The request is not JSON.' });
  });
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new HTTPException(400, { message: wordsOf(issue), cause: { at: issue?.path.join('.') } });
}

/** What is wrong with a request, for people: where in it is told apart. */
function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.message.endsWith('.')) return issue.message;
  if (issue?.code === 'too_big' && issue.origin === 'string')
    return `That is too long. The limit is ${issue.maximum.toLocaleString('en')} characters.`;
  return "Paperboy couldn't read what the page sent. Reload the page, and try again.";
}

export function readNumber(value: string, name: string): number {
  const read = whole.safeParse(value);
  if (read.success) return read.data;
  throw new HTTPException(400, { message: `"${name}" must be a whole number, 0 or more.` });
}
