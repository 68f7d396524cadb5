/** Lets a request read, or says why not: by the token, by the machine it comes from, or not at all. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Next } from 'hono';
import { hostOf, isLoopback } from '../../src/chat/allowed-host.ts';
import { isPassedOn } from '../../src/chat/passed-on.ts';
import { Refused } from './problem.ts';
import type { SiteSettings } from './settings.ts';

const ASK_FOR_TOKEN = { 'WWW-Authenticate': 'Basic realm="Paperboy", charset="UTF-8"' };
const HOW = 'PUBLIC_PAGES=on lets anyone read them, and ACCESS_TOKEN those who know it.';

/** @throws Refused when the request may not read */
export function createGate({ audience, token = '' }: Pick<SiteSettings, 'audience' | 'token'>) {
  return async (c: Context, next: Next): Promise<void> => {
    switch (audience) {
      case 'public':
        break;
      case 'token':
        if (!isToken(tokenIn(c.req.header('authorization')), token))
          throw new Refused(
            401,
            'Reading this needs the access token, as a bearer token or as a password.',
            ASK_FOR_TOKEN,
          );
        break;
      case 'machine':
        if (!isFromMachine(c))
          throw new Refused(403, `These pages are for the machine that Paperboy runs on. ${HOW}`);
        break;
      case 'nobody':
        throw new Refused(403, `Pages, feeds and the API are off here. ${HOW}`);
    }
    await next();
  };
}

/** `Bearer TOKEN`, or the password of `Basic`, which browsers and feed readers ask for. */
function tokenIn(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return password;
}

/** Takes the same time for every wrong one. */
function isToken(given: string | undefined, token: string): boolean {
  const [one, other] = [given ?? '', token].map((text) => createHash('sha256').update(text).digest());
  return given !== undefined && one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** By its own names alone: another website's name may point here, and a proxy may let others in. */
function isFromMachine(c: Context): boolean {
  const host = hostOf(c.req.header('host'));
  return host !== undefined && isLoopback(host) && !isPassedOn(c.req.raw);
}
