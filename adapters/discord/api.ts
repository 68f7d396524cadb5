/**
 * Calls Discord's REST API through discord.js's client: with its rate-limit buckets, without retries (a post is never sent
 * twice by it), within a time limit, and with a count of invalid requests that stops long before Discord bans the address.
 */
import { type InternalRequest, type RateLimitData, REST, type RequestData, type RouteLike } from 'discord.js';
import { readJson } from '../../src/chat/json.ts';
import { realSleep } from '../../src/chat/rate-limiter.ts';
import { withRetries } from '../../src/chat/retry.ts';
import { LONGEST_WAIT_MS, later, PaperboyError } from '../../src/model/errors.ts';
import type { Clock } from '../../src/model/ports.ts';
import { isDiscords, rateLimitMs } from './errors.ts';
import { INVALID_REQUESTS, INVALID_WINDOW_MS, REQUEST_MS } from './limits.ts';
import type { DiscordSettings } from './settings.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Api = ReturnType<typeof createApi>;

/** A bucket that is empty is waited for this long; a longer wait is the caller's to plan. Milliseconds. */
const MOST_WAIT_MS = 5_000;
/** A token that was refused is not shown again for this long. Milliseconds. */
const REFUSED_TOKEN_MS = 60_000;

export function createApi(
  settings: DiscordSettings,
  outside: {
    clock: Clock;
    fetch: typeof fetch;
    /** Refused requests in ten minutes after which no more are made; `INVALID_REQUESTS` unless a test says otherwise. */
    mostInvalid?: number;
    /** After which a request is cut off; `REQUEST_MS` unless a test says otherwise. Milliseconds. */
    requestMs?: number;
  },
) {
  const { clock, mostInvalid = INVALID_REQUESTS, requestMs = REQUEST_MS } = outside;
  const refusedRequests = new Set<string>();
  let invalid = { since: 0, count: 0 };
  let tokenRefusedAt: number | undefined;

  const count = (status: number, scope: string | null) => {
    // Discord doesn't count a 429 on a resource that applications share.
    if ((status !== 401 && status !== 403 && status !== 429) || scope === 'shared') return;
    if (clock() - invalid.since > INVALID_WINDOW_MS) invalid = { since: clock(), count: 0 };
    invalid.count++;
  };

  /** Reads the whole answer, so that the time limit covers its body too. */
  const makeRequest = async (url: string, init: RequestInit) => {
    const response = await outside.fetch(url, { ...init, redirect: 'error' });
    const body = await response.arrayBuffer();
    count(response.status, response.headers.get('x-ratelimit-scope'));
    const headers = new Headers(response.headers);
    if (response.status === 429) {
      refusedRequests.add(`${init.method} ${url}`);
      if (!headers.has('retry-after')) headers.set('retry-after', String(retryAfterOf(body)));
    }
    // discord.js itself makes no such request for as long as these say.
    for (const name of ['retry-after', 'x-ratelimit-reset-after'])
      if (Number(headers.get(name)) > LONGEST_WAIT_MS / 1000)
        headers.set(name, String(LONGEST_WAIT_MS / 1000));
    // An answer with nothing in it may still be called JSON; reading it would fail.
    if (body.byteLength === 0) headers.delete('content-type');
    const { status, statusText } = response;
    return new Response(status === 204 || status === 304 ? null : body, { status, statusText, headers });
  };

  const rest = new REST({
    api: settings.apiUrl,
    version: '10',
    retries: 0,
    offset: 0,
    timeout: requestMs,
    // Those that count take turns before; answers to interactions don't count.
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    makeRequest: makeRequest as never,
    // A 429 is left to the caller, who waits exactly as told. A wait that is known beforehand is waited out if it is short.
    rejectOnRateLimit: ({ method, url, timeToReset }: RateLimitData) =>
      refusedRequests.delete(`${method} ${url}`) || timeToReset > MOST_WAIT_MS,
  }).setToken(settings.botToken);

  const guard = () => {
    const left = invalid.since + INVALID_WINDOW_MS - clock();
    if (invalid.count < mostInvalid || left <= 0) return;
    throw later(
      `Discord refused ${invalid.count} requests within ten minutes. Paperboy is pausing requests so that its address isn't banned.`,
      left,
    );
  };

  const guardToken = () => {
    if (tokenRefusedAt === undefined) return;
    if (clock() - tokenRefusedAt < REFUSED_TOKEN_MS) throw tokenRefused();
    tokenRefusedAt = undefined;
    rest.setToken(settings.botToken);
  };

  const request = (asked: { method: Method; fullRoute: RouteLike; body?: unknown } & Partial<RequestData>) =>
    rest.request(asked as InternalRequest);

  return {
    /** With the bot's token. @throws what discord.js throws; `readFailure` says what it means */
    async call<T>(
      method: Method,
      fullRoute: RouteLike,
      body?: unknown,
      query?: Record<string, string>,
    ): Promise<T> {
      guard();
      guardToken();
      try {
        const search = query === undefined ? {} : { query: new URLSearchParams(query) };
        return (await request({ method, fullRoute, body, ...search })) as T;
      } catch (error) {
        if (isDiscords(error) && error.status === 401) {
          tokenRefusedAt = clock();
          throw tokenRefused();
        }
        // discord.js forgets the token after any 401, a proxy's too.
        rest.setToken(settings.botToken);
        throw error;
      }
    },
    /** With the token that is part of an interaction's address, and no other. Short rate limits are waited out. */
    answer<T>(method: Method, fullRoute: RouteLike, body?: unknown): Promise<T> {
      return withPatience(async () => {
        guard();
        return (await request({ method, fullRoute, body, auth: false })) as T;
      });
    },
    stop(): void {
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    },
  };
}

function tokenRefused(): PaperboyError {
  return new PaperboyError(
    'no-access',
    'Discord no longer accepts DISCORD_BOT_TOKEN. Create a new one on the Bot page of the application.',
  );
}

/** Seconds, from the body of a 429 that has no header for it. */
function retryAfterOf(body: ArrayBuffer): number {
  const { retry_after } = (readJson(Buffer.from(body).toString()) ?? {}) as { retry_after?: unknown };
  return typeof retry_after === 'number' && retry_after > 0 ? retry_after : 1;
}

/** The API with short rate limits waited out, for work that no one else repeats. */
export function patient(api: Api): Api {
  return {
    ...api,
    call: (...asked: Parameters<Api['call']>) => withPatience(() => api.call(...asked)) as never,
  };
}

/** The API with each call in a turn of its own. @throws PaperboyError `later` when that is too far off */
export function paced(api: Api, inTurn: <T>(work: () => Promise<T>) => Promise<T>): Api {
  return { ...api, call: (...asked: Parameters<Api['call']>) => inTurn(() => api.call(...asked)) as never };
}

/** Attempts of a call that is postponed for a moment, so that a person still gets an answer. */
const ATTEMPTS = 3;

/** Repeats only calls that Discord postponed: nothing was done, so nothing is done twice. */
function withPatience<T>(work: () => Promise<T>): Promise<T> {
  const patience = { maxWaitMs: MOST_WAIT_MS, attempts: ATTEMPTS, sleep: realSleep };
  return withRetries(work, { waitOf: rateLimitMs, ...patience });
}
