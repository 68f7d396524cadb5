/** Follows a redirect: only to http and https, and without what was meant for the first host alone. */
import { PaperboyError } from '../model/errors.ts';

export function redirected(location: string, from: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url === undefined) throw new PaperboyError('source', `${from.host} redirects to what is no address.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new PaperboyError('source', `${from.host} redirects to ${url.protocol}, which is not followed.`);
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new PaperboyError('source', `${from.host} redirects from https to http, which is not followed.`);
  }
  return url;
}

export function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const { authorization: _, cookie: __, ...rest } = headers;
  return rest;
}
