/**
 * An address in, its whole answer out, politely: one request at a time a host with a gap between, what the host asks for
 * obeyed, conditional where an earlier answer is kept, repeated with growing waits, redirects followed a few times.
 */
import type { LookupFunction } from 'node:net';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Answers } from './answers.ts';
import { type Allows, checkHost, guardedLookup, isPublic } from './guard.ts';
import { redirected, withoutSecrets } from './redirect.ts';
import { busy, refusal } from './refusal.ts';
import { type Answered, request } from './request.ts';
import type { Turnstile } from './turnstile.ts';
import { backoffMs, waitAsked } from './wait.ts';

export interface Ask {
  url: string;
  headers?: Record<string, string>;
  /** Whose turn it takes; the host when absent. Hosts of one owner can share a turn. */
  turn?: string;
  /** Between two requests of one turn. Milliseconds. */
  gapMs?: number;
  /** The host takes one connection at a time: a person's request waits behind one that is under way. */
  single?: boolean;
  maxBytes?: number;
  /** The answer is kept and asked for conditionally the next time; younger than `freshMs`, it is not asked for at all. */
  keep?: { freshMs?: number };
  /** A person waits: one try, and an error when there is no answer by then. Milliseconds. */
  withinMs?: number;
  /** The address is a user's: only the public internet is connected to. */
  untrusted?: boolean;
  /** Statuses besides 2xx that are answers and no errors. */
  accept?: readonly number[];
}

export interface Got {
  status: number;
  body: Uint8Array;
  link?: string;
  /** The encoding that the header names; absent for an answer that was kept. */
  charset?: string;
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
  turnstile: Turnstile;
  answers: Answers;
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
const GAP_MS = 1_000;
/** Longer waits are left to the source's next turn. */
const MOST_WAIT_MS = 5 * 60_000 + 10_000;

export function createHttp(outside: HttpOutside): Http {
  const { turnstile, answers, clock, random, sleep, log } = outside;
  const { timeoutMs = 60_000, idleMs = 20_000, allows = isPublic } = outside;
  const closing = new AbortController();
  const queues = new Map<string, Promise<unknown>>();

  /** Takes a turn across processes and waits for it. */
  const waitTurn = async (name: string, gapMs: number, patienceMs: number | undefined) => {
    const now = clock();
    const at = turnstile.take(name, now, gapMs, patienceMs);
    if (at === undefined) throw busy(name);
    if (at > now) {
      await sleep(at - now, closing.signal);
      // Woken late, the next one keeps its distance from the moment that this one really goes.
      turnstile.hold(name, clock() + gapMs);
    }
    if (closing.signal.aborted) throw new PaperboyError('source', 'Stopped.');
  };

  /** Waits for its turn at a host; across processes by the turnstile, in this one by a queue as well. */
  const inTurn = <T>(ask: Ask, work: () => Promise<T>): Promise<T> => {
    const name = ask.turn ?? new URL(ask.url).host;
    const gapMs = ask.gapMs ?? GAP_MS;
    const asked = clock();
    const pass = async () => {
      await waitTurn(name, gapMs, ask.withinMs === undefined ? undefined : ask.withinMs - (clock() - asked));
      return work();
    };
    // A person is not put behind a long fill: the turnstile alone keeps the distance.
    if (ask.withinMs !== undefined && !ask.single) return pass();
    const turn = (queues.get(name) ?? Promise.resolve()).then(pass, pass);
    queues.set(name, turn);
    const done = () => void (queues.get(name) === turn && queues.delete(name));
    turn.then(done, done);
    return turn;
  };

  const follow = async (ask: Ask, headers: Record<string, string>, budgetMs: number): Promise<Answered> => {
    const first = new URL(ask.url);
    const started = clock();
    let url = first;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const foreign = url.host !== first.host;
      const guarded = ask.untrusted === true || foreign;
      if (guarded) checkHost(url.hostname, allows);
      // Where a host sends us is one more request to it, or the first to another.
      if (hop > 0) {
        const patience = ask.withinMs === undefined ? undefined : ask.withinMs - (clock() - started);
        await waitTurn(ask.turn ?? url.host, ask.gapMs ?? GAP_MS, patience);
      }
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
    const kept = ask.keep ? answers.get(ask.url) : undefined;
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
    if (wait !== undefined && wait > 0) turnstile.hold(ask.turn ?? new URL(ask.url).host, clock() + wait);
    if (got.status === 304 && kept) {
      answers.set(ask.url, { ...kept, at: clock() });
      return { status: 200, body: kept.body, unchanged: true, ...(kept.link ? { link: kept.link } : {}) };
    }
    const link = [got.headers.link].flat().join(', ');
    if (got.status >= 200 && got.status < 300) {
      if (ask.keep) answers.set(ask.url, toKeep(got, link, clock()));
      const charset = charsetOf(got.headers['content-type']);
      return {
        status: got.status,
        body: got.body,
        unchanged: false,
        ...(link ? { link } : {}),
        ...(charset === undefined ? {} : { charset }),
      };
    }
    if (ask.accept?.includes(got.status)) return { status: got.status, body: got.body, unchanged: false };
    throw refusal(new URL(ask.url).host, got, wait);
  };

  const repeated = async (ask: Ask): Promise<Got> => {
    const tries = ask.withinMs === undefined ? TRIES : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTurn(ask, () => once(ask));
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
        const kept = answers.get(ask.url);
        if (kept && clock() - kept.at < ask.keep.freshMs) {
          return { status: 200, body: kept.body, unchanged: true, ...(kept.link ? { link: kept.link } : {}) };
        }
      }
      return repeated(ask);
    },
    close: () => closing.abort(),
  };
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1];
}

/** Addresses may hold keys; logs do not. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function toKeep({ headers, body }: Answered, link: string, at: number) {
  return {
    ...(headers.etag === undefined ? {} : { etag: headers.etag }),
    ...(headers['last-modified'] === undefined ? {} : { lastModified: headers['last-modified'] }),
    ...(link === '' ? {} : { link }),
    body,
    at,
  };
}
