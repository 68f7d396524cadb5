/**
 * An HTTP client that is polite to hosts: rate limited across processes, conditional requests with a cache, `Retry-After`
 * obeyed, failed requests repeated with growing waits, a few redirects followed.
 */
import type { LookupFunction } from 'node:net';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Alone, Runtime } from '../model/ports.ts';
import type { Locks } from '../store/locks.ts';
import { createHostLimiter, type RateLimit } from './host-limiter.ts';
import type { Answer, HttpCache, KeptAnswer } from './http-cache.ts';
import { requestWithRedirects } from './redirect.ts';
import { refusal } from './refusal.ts';
import type { RawResponse } from './request.ts';
import { type Allows, isPublic } from './ssrf.ts';
import { backoffMs, waitAsked } from './wait.ts';

export interface HttpRequest extends RateLimit {
  url: string;
  headers?: Record<string, string>;
  maxBytes?: number;
  /** The answer is cached and requested conditionally the next time; younger than `freshMs`, it is not requested at all. */
  keep?: { freshMs?: number } | undefined;
  /** The address is a user's: only the public internet is connected to. */
  untrusted?: boolean;
  /** Statuses besides 2xx that are answers, not errors. */
  accept?: readonly number[];
}

export interface HttpResponse extends Answer {
  status: number;
  /** The server said that nothing changed, or the cached answer was fresh. */
  unchanged: boolean;
}

export interface Http {
  /** @throws PaperboyError `source`, with `retry` where a later try may succeed */
  get(request: HttpRequest): Promise<HttpResponse>;
  /** Ends requests in progress; later calls fail. */
  close(): void;
}

export interface HttpOutside extends Runtime {
  locks: Locks;
  /** Where hosts allow one connection, it is one for all processes; absent: for this one. */
  alone?: Alone;
  cache: HttpCache;
  userAgent: string;
  /** How long an answer may take in all, and pause within. Milliseconds. */
  timeoutMs?: number;
  idleMs?: number;
  /** Told of each answer that says what time it is at the server. */
  onDate?: ((answer: { host: string; date: number; askedAt: number; cameAt: number }) => void) | undefined;
  /** Which addresses untrusted requests may connect to; those of the public internet. */
  allows?: Allows;
  resolve?: LookupFunction;
}

const TRIES = 4;
/** A day of papers has under one million. Bytes. */
const MAX_BYTES = 32_000_000;
/** Longer waits are left to the source's next fetch. Milliseconds. */
const MOST_WAIT_MS = 5 * 60_000 + 10_000;

export function createHttp(outside: HttpOutside): Http {
  const { locks, cache, clock, random, sleep, log } = outside;
  const { timeoutMs = 60_000, idleMs = 20_000, allows = isPublic, resolve } = outside;
  const { alone = (_, work) => work() } = outside;
  const closing = new AbortController();
  const limiter = createHostLimiter(outside, locks, alone, closing.signal);

  const send = (
    request: HttpRequest,
    kept: KeptAnswer | undefined,
    onSent?: () => void,
  ): Promise<RawResponse> => {
    const started = clock();
    const budgetMs = request.withinMs ?? timeoutMs;
    return requestWithRedirects(
      {
        url: new URL(request.url),
        headers: { 'user-agent': outside.userAgent, ...request.headers, ...conditionsFor(kept) },
        maxBytes: request.maxBytes ?? MAX_BYTES,
        timeoutMs: budgetMs,
        idleMs: Math.min(idleMs, budgetMs),
        signal: closing.signal,
        onSent,
      },
      {
        untrusted: request.untrusted === true,
        allows,
        resolve,
        beforeNext: async (host) => void (await limiter.wait(host, request, started)),
      },
    );
  };

  const once = async (request: HttpRequest, onSent?: () => void): Promise<HttpResponse> => {
    const { url, keep, accept } = request;
    const { host } = new URL(url);
    const kept = keep ? await cache.get(url) : undefined;
    const started = clock();
    const response = await send(request, kept, onSent);
    const { status, body } = response;
    log.debug('asked', { url: withoutQuery(url), status, bytes: body.length, ms: clock() - started });
    const date = dateOf(response.headers);
    if (date !== undefined) outside.onDate?.({ host, date, askedAt: started, cameAt: clock() });
    const wait = waitAsked(response.headers, status, clock());
    if (wait !== undefined && wait > 0) await locks.hold(request.group ?? host, clock() + wait);
    if (status === 304 && kept) {
      await cache.set(url, { ...kept, at: clock() });
      return unchanged(kept);
    }
    if (status >= 200 && status < 300) {
      const answer = answerOf(response);
      const { etag, 'last-modified': lastModified } = response.headers;
      if (keep) await cache.set(url, { ...answer, etag, lastModified, at: clock() });
      return { ...answer, status, unchanged: false };
    }
    if (accept?.includes(status)) return { status, body, unchanged: false };
    throw refusal(host, response, wait);
  };

  const withRetries = async (request: HttpRequest): Promise<HttpResponse> => {
    const tries = request.withinMs === undefined ? TRIES : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return await limiter.run(new URL(request.url).host, request, (onSent) => once(request, onSent));
      } catch (error) {
        const retry = error instanceof PaperboyError ? error.retry : 'never';
        const isLast = attempt === tries || closing.signal.aborted;
        if (retry === 'never' || retry.afterMs > MOST_WAIT_MS || isLast) throw error;
        log.debug('asked again later', { url: withoutQuery(request.url), attempt, reason: messageOf(error) });
        await sleep(Math.max(retry.afterMs, backoffMs(attempt, random)), closing.signal);
      }
    }
  };

  return {
    async get(request) {
      const { url, keep } = request;
      if (keep?.freshMs !== undefined) {
        const kept = await cache.get(url);
        if (kept && clock() - kept.at < keep.freshMs) return unchanged(kept);
      }
      return withRetries(request);
    },
    close: () => closing.abort(),
  };
}

/** When a server says that it answered, in milliseconds since 1970: a cache that answers for it says how long ago that was. */
function dateOf({ date = '', age = '0' }: RawResponse['headers']): number | undefined {
  const at = Date.parse(date) + Number(age) * 1_000;
  return Number.isFinite(at) ? at : undefined;
}

function unchanged({ etag: _, lastModified: __, at: ___, ...answer }: KeptAnswer): HttpResponse {
  return { ...answer, status: 200, unchanged: true };
}

function answerOf({ headers, body }: RawResponse): Answer {
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(headers['content-type'] ?? '')?.[1];
  return { body, link: [headers.link].flat().join(', ') || undefined, charset };
}

/** Queries may hold keys, which are not logged. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function conditionsFor(kept: KeptAnswer | undefined): Record<string, string> {
  return {
    ...(kept?.etag === undefined ? {} : { 'if-none-match': kept.etag }),
    ...(kept?.lastModified === undefined ? {} : { 'if-modified-since': kept.lastModified }),
  };
}
