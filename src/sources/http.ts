/**
 * Fetches an address politely: one request at a time a host with a gap between, what the host asks for obeyed,
 * conditional where an earlier answer is kept, repeated with growing waits, redirects followed a few times.
 */
import type { LookupFunction } from 'node:net';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Answer, HttpCache, KeptAnswer } from './http-cache.ts';
import type { Locks } from './locks.ts';
import { createHostTurns, type TurnAsked } from './rate-limiter.ts';
import { redirected, withoutSecrets } from './redirect.ts';
import { refusal } from './refusal.ts';
import { type Answered, request } from './request.ts';
import { type Allows, checkHost, guardedLookup, isPublic } from './ssrf.ts';
import { backoffMs, waitAsked } from './wait.ts';

export interface Ask extends TurnAsked {
  url: string;
  headers?: Record<string, string>;
  maxBytes?: number;
  /** The answer is kept and asked for conditionally the next time; younger than `freshMs`, it is not asked for at all. */
  keep?: { freshMs?: number };
  /** The address is a user's: only the public internet is connected to. */
  untrusted?: boolean;
  /** Statuses besides 2xx that are answers and no errors. */
  accept?: readonly number[];
}

export interface Got extends Answer {
  status: number;
  /** The server said that nothing changed, or was not asked. */
  unchanged: boolean;
}

export interface Http {
  /** @throws PaperboyError `source`, with `retry` where a later try may succeed */
  get(ask: Ask): Promise<Got>;
  /** Ends what is under way; later calls fail. */
  close(): void;
}

export interface HttpOutside {
  locks: Locks;
  cache: HttpCache;
  clock: Clock;
  random: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  log: Log;
  userAgent: string;
  /** How long an answer may take in all, and pause within. Milliseconds. */
  timeoutMs?: number;
  idleMs?: number;
  /** Which addresses untrusted requests may connect to; those of the public internet. */
  allows?: Allows;
  resolve?: LookupFunction;
}

const TRIES = 4;
const MOST_REDIRECTS = 5;
/** A day of papers is under one million bytes. */
const MAX_BYTES = 32_000_000;
/** Longer waits are left to the source's next turn. */
const MOST_WAIT_MS = 5 * 60_000 + 10_000;

export function createHttp(outside: HttpOutside): Http {
  const { locks, cache, clock, random, sleep, log } = outside;
  const { timeoutMs = 60_000, idleMs = 20_000, allows = isPublic } = outside;
  const closing = new AbortController();
  const turns = createHostTurns({ locks, clock, sleep, closing: closing.signal });

  const follow = async (ask: Ask, headers: Record<string, string>, budgetMs: number): Promise<Answered> => {
    const first = new URL(ask.url);
    const started = clock();
    let url = first;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const foreign = url.host !== first.host;
      const guarded = ask.untrusted === true || foreign;
      if (guarded) checkHost(url.hostname, allows);
      // Where a host sends us is one more request to it, or the first to another.
      if (hop > 0) await turns.wait(url.host, ask, started);
      const answered = await request({
        url,
        // A token is for the host it was given for.
        headers: foreign ? withoutSecrets(headers) : headers,
        maxBytes: ask.maxBytes ?? MAX_BYTES,
        timeoutMs: budgetMs,
        idleMs: Math.min(idleMs, budgetMs),
        signal: closing.signal,
        ...(guarded
          ? { lookup: guardedLookup(allows, outside.resolve) }
          : outside.resolve
            ? { lookup: outside.resolve }
            : {}),
      });
      const { location } = answered.headers;
      if (![301, 302, 303, 307, 308].includes(answered.status) || location === undefined) return answered;
      url = redirected(location, url);
    }
    throw new PaperboyError('source', `${first.host} redirects more than ${MOST_REDIRECTS} times.`);
  };

  const once = async (ask: Ask): Promise<Got> => {
    const kept = ask.keep ? await cache.get(ask.url) : undefined;
    const headers: Record<string, string> = {
      'user-agent': outside.userAgent,
      ...ask.headers,
      ...(kept?.etag === undefined ? {} : { 'if-none-match': kept.etag }),
      ...(kept?.lastModified === undefined ? {} : { 'if-modified-since': kept.lastModified }),
    };
    const started = clock();
    const got = await follow(ask, headers, ask.withinMs ?? timeoutMs);
    log.debug('asked', {
      url: withoutQuery(ask.url),
      status: got.status,
      bytes: got.body.length,
      ms: clock() - started,
    });
    const wait = waitAsked(got.headers, got.status, clock());
    if (wait !== undefined && wait > 0) await locks.hold(ask.turn ?? new URL(ask.url).host, clock() + wait);
    if (got.status === 304 && kept) {
      await cache.set(ask.url, { ...kept, at: clock() });
      return unchanged(kept);
    }
    if (got.status >= 200 && got.status < 300) {
      const answer = answerOf(got);
      if (ask.keep) await cache.set(ask.url, { ...answer, ...conditionsOf(got), at: clock() });
      return { ...answer, status: got.status, unchanged: false };
    }
    if (ask.accept?.includes(got.status)) return { status: got.status, body: got.body, unchanged: false };
    throw refusal(new URL(ask.url).host, got, wait);
  };

  const repeated = async (ask: Ask): Promise<Got> => {
    const tries = ask.withinMs === undefined ? TRIES : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return await turns.inTurn(new URL(ask.url).host, ask, () => once(ask));
      } catch (error) {
        const retry = error instanceof PaperboyError ? error.retry : 'never';
        if (
          retry === 'never' ||
          attempt === tries ||
          retry.afterMs > MOST_WAIT_MS ||
          closing.signal.aborted
        ) {
          throw error;
        }
        log.debug('asked again later', { url: withoutQuery(ask.url), attempt, reason: messageOf(error) });
        await sleep(Math.max(retry.afterMs, backoffMs(attempt, random)), closing.signal);
      }
    }
  };

  return {
    async get(ask) {
      if (ask.keep?.freshMs !== undefined) {
        const kept = await cache.get(ask.url);
        if (kept && clock() - kept.at < ask.keep.freshMs) return unchanged(kept);
      }
      return repeated(ask);
    },
    close: () => closing.abort(),
  };
}

function unchanged({ etag: _, lastModified: __, at: ___, ...answer }: KeptAnswer): Got {
  return { ...answer, status: 200, unchanged: true };
}

function answerOf({ headers, body }: Answered): Answer {
  const link = [headers.link].flat().join(', ');
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(headers['content-type'] ?? '')?.[1];
  return { body, ...(link === '' ? {} : { link }), ...(charset === undefined ? {} : { charset }) };
}

/** Addresses may hold keys; logs do not. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** What a later request for the same answer is made conditional on. */
function conditionsOf({ headers }: Answered): Pick<KeptAnswer, 'etag' | 'lastModified'> {
  return {
    ...(headers.etag === undefined ? {} : { etag: headers.etag }),
    ...(headers['last-modified'] === undefined ? {} : { lastModified: headers['last-modified'] }),
  };
}
