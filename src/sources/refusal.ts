/** Makes the error for a request that a host refused: what it said, and when to retry. */
import { type PaperboyError, sourceError } from '../model/errors.ts';
import type { RawResponse } from './request.ts';

export function refusal(host: string, { status, body }: RawResponse, wait?: number): PaperboyError {
  const sentence = Buffer.from(body)
    .toString('utf8', 0, 300)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const said = `(HTTP ${status})${sentence === '' ? '' : `: ${sentence.slice(0, 120)}`}`;
  if (status === 429) {
    const ms = wait ?? 60_000;
    return sourceError(`${host} asked us to wait ${Math.ceil(ms / 1000)} s (HTTP 429).`, ms);
  }
  // arXiv answers 406 where others say 429 or 503.
  if (status >= 500 || [406, 408, 425].includes(status))
    return sourceError(`${host} can't respond right now ${said}`, wait ?? 0);
  const isDenied = status === 401 || status === 403;
  return sourceError(`${host} ${isDenied ? 'denied access' : 'refused the request'} ${said}`);
}
