/** Makes the error for a request that a host refused: what it said, and when to retry. */
import { PaperboyError } from '../model/errors.ts';
import type { RawResponse } from './request.ts';

export function hostBusy(name: string): PaperboyError {
  return new PaperboyError('source', `${name} has reached its request limit for now.`, {
    retry: { afterMs: 5_000 },
  });
}

export function refusal(
  host: string,
  { status, body }: RawResponse,
  wait: number | undefined,
): PaperboyError {
  const sentence = Buffer.from(body)
    .toString('utf8', 0, 300)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const said = sentence === '' ? '' : `: ${sentence.slice(0, 120)}`;
  if (status === 429) {
    const ms = wait ?? 60_000;
    return new PaperboyError('source', `${host} asked us to wait ${Math.ceil(ms / 1000)} s (HTTP 429).`, {
      retry: { afterMs: ms },
    });
  }
  // arXiv answers 406 where others say 429 or 503.
  if (status >= 500 || status === 408 || status === 425 || status === 406) {
    return new PaperboyError('source', `${host} can't respond right now (HTTP ${status})${said}`, {
      retry: { afterMs: wait ?? 0 },
    });
  }
  if (status === 401 || status === 403) {
    return new PaperboyError('source', `${host} denied access (HTTP ${status})${said}`);
  }
  return new PaperboyError('source', `${host} refused the request (HTTP ${status})${said}`);
}
