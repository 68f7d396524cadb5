/** Makes the error for a failed request: what the host said, and when it may be asked again. */
import { PaperboyError } from '../model/errors.ts';
import type { Answered } from './request.ts';

export function busy(name: string): PaperboyError {
  return new PaperboyError('source', `${name} is being left alone for a moment.`, {
    retry: { afterMs: 5_000 },
  });
}

export function refusal(host: string, { status, body }: Answered, wait: number | undefined): PaperboyError {
  const words = Buffer.from(body)
    .toString('utf8', 0, 300)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const said = words === '' ? '' : `: ${words.slice(0, 120)}`;
  if (status === 429) {
    const ms = wait ?? 60_000;
    return new PaperboyError('source', `${host} asks to wait ${Math.ceil(ms / 1000)} s (HTTP 429).`, {
      retry: { afterMs: ms },
    });
  }
  // arXiv answers 406 where others say 429 or 503.
  if (status >= 500 || status === 408 || status === 425 || status === 406) {
    return new PaperboyError('source', `${host} cannot answer now (HTTP ${status})${said}`, {
      retry: { afterMs: wait ?? 0 },
    });
  }
  if (status === 401 || status === 403) {
    return new PaperboyError('source', `${host} does not let us in (HTTP ${status})${said}`);
  }
  return new PaperboyError('source', `${host} refused (HTTP ${status})${said}`);
}
