/** Creates clients of Slack's Web API that never retry by themselves and have a timeout. */
import type { webApi } from '@slack/bolt';
import { webApi as packages } from '@slack/bolt';
import type { Log } from '../../src/model/ports.ts';
import { REQUEST_MS } from './limits.ts';
import { createLogger } from './logger.ts';
import type { SlackSettings } from './settings.ts';

export type Client = webApi.WebClient;
type Reached = Pick<SlackSettings, 'apiUrl' | 'requestMs'>;
export type ClientOptions = NonNullable<ConstructorParameters<typeof packages.WebClient>[1]>;

/** A repeated post is a doubled post, and one channel's 429 must not hold up the others: both are ours to handle. */
export function clientOptions({ apiUrl, requestMs = REQUEST_MS }: Reached, log: Log): ClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: requestMs,
    allowAbsoluteUrls: false,
    // Fields that are absent take Slack's defaults; a hung response_url is cut off as any other call.
    fetch: (url, init) =>
      fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(requestMs) } as RequestInit),
    logger: createLogger(log),
  };
}

/** For calls that may be repeated, at start and while a workspace is installed: waits as told, tries again. */
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
