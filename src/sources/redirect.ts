/** Sends a request and follows its redirects: only to http and https, without secrets to another host, and to public addresses only. */
import type { LookupFunction } from 'node:net';
import { sourceError } from '../model/errors.ts';
import { type RawResponse, type RequestOptions, request } from './request.ts';
import { type Allows, checkHost, guardedLookup } from './ssrf.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** @throws PaperboyError `source`, as `request` does, and for a redirect that is not followed */
export async function requestWithRedirects(
  options: RequestOptions,
  more: {
    /** The first address is a user's; every other host is guarded in any case. */
    untrusted: boolean;
    allows: Allows;
    resolve?: LookupFunction | undefined;
    /** Called before each further request, which counts against the rate limit too. */
    beforeNext: (host: string) => Promise<void>;
  },
): Promise<RawResponse> {
  const first = options.url;
  const { untrusted, allows, resolve, beforeNext } = more;
  let url = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const isForeign = url.host !== first.host;
    const isGuarded = untrusted || isForeign;
    if (isGuarded) checkHost(url.hostname, allows);
    if (hop > 0) await beforeNext(url.host);
    const lookup = isGuarded ? guardedLookup(allows, resolve) : resolve;
    const response = await request({
      ...options,
      url,
      headers: isForeign ? withoutSecrets(options.headers) : options.headers,
      lookup,
    });
    const { location } = response.headers;
    if (!REDIRECTS.includes(response.status) || location === undefined) return response;
    url = redirectTarget(location, url);
  }
  throw sourceError(`${first.host} redirects more than ${MOST_REDIRECTS} times.`);
}

function redirectTarget(location: string, from: URL): URL {
  const url = URL.parse(location, from.href);
  if (url === null) throw sourceError(`${from.host} redirects to something that isn't an address.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw sourceError(`${from.host} redirects to ${url.protocol}, which isn't allowed.`);
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw sourceError(`${from.host} redirects from https to http, which isn't allowed.`);
  return url;
}

/** A token is for the host it was given for. */
function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const { authorization: _, cookie: __, ...rest } = headers;
  return rest;
}
