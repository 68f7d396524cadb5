/** Creates clients of Slack's Web API, which never retry by themselves and time out, and repeats calls that Slack postponed. */
import { type Logger, webApi as packages, type webApi } from '@slack/bolt';
import { createGuardedFetch } from '../../src/chat/may-start.ts';
import type { RateLimiter, Sleep } from '../../src/chat/rate-limiter.ts';
import { laterMs, withRetries } from '../../src/chat/retry.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { readFailure, redact } from './errors.ts';
import { REQUEST_MS } from './limits.ts';
import type { SlackSettings } from './settings.ts';

export type Client = webApi.WebClient;
type Reached = Pick<SlackSettings, 'apiUrl' | 'proxies'>;
export type ClientOptions = NonNullable<ConstructorParameters<typeof packages.WebClient>[1]>;

/** No retries, since a repeated post would appear twice, and no waiting on 429, since that would hold up other channels. */
export function clientOptions({ apiUrl, proxies }: Reached, log: Log): ClientOptions {
  const guardedFetch = createGuardedFetch(undefined, proxies);
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: REQUEST_MS,
    allowAbsoluteUrls: false,
    // Cuts off a call that hangs, response URLs included.
    fetch: (url, init) =>
      guardedFetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(REQUEST_MS) } as RequestInit),
    // In the client's own queue, a call would start on behalf of another one.
    maxRequestConcurrency: Number.POSITIVE_INFINITY,
    logger: createLogger(log),
  };
}

/** For calls that may be repeated, at start and while a workspace is installed: waits as Slack asks, and retries. */
export function patientOptions(settings: Reached, log: Log): ClientOptions {
  return {
    ...clientOptions(settings, log),
    retryConfig: { retries: 3, factor: 2, minTimeout: 300, maxTimeout: 2000 },
    rejectRateLimitedCalls: false,
  };
}

export function createClient(token: string, options: ClientOptions): Client {
  return new packages.WebClient(token, { ...options });
}

/** Passes on what Bolt and its packages log, without secrets. Their debug lines hold whole bodies and tickets, so they are dropped. */
export function createLogger(log: Log): Logger {
  return {
    debug() {},
    info: (...said) => log.debug('slack', { said: say(said) }),
    warn: (...said) => log.warn('slack', { said: say(said) }),
    error: (...said) => log.warn('slack', { said: say(said) }),
    setLevel() {},
    // The packages read this to decide what to log.
    getLevel: () => 'info' as ReturnType<Logger['getLevel']>,
    setName() {},
  };
}

function say(said: readonly unknown[]): string {
  return redact(said.map((part) => (typeof part === 'string' ? part : messageOf(part))).join(' ')).slice(
    0,
    500,
  );
}

/** The longest that a person waits for an answer. Milliseconds. */
const MAX_WAIT_MS = 30_000;
const ATTEMPTS = 4;

/**
 * Repeats only calls that were certainly not carried out, and not before the time that Slack gave.
 * @param limiter also pauses the channel `where` for that time
 * @throws PaperboyError what the last attempt failed with
 */
export function withPatience<T>(
  where: string,
  sleep: Sleep,
  work: () => Promise<T>,
  limiter?: RateLimiter,
): Promise<T> {
  const attempt = () =>
    work().catch((thrown: unknown) => {
      throw readFailure(thrown, where);
    });
  const onWait = (ms: number, again: boolean) => limiter?.pause(where, ms, again);
  return withRetries(attempt, { waitOf: laterMs, maxWaitMs: MAX_WAIT_MS, attempts: ATTEMPTS, sleep, onWait });
}
