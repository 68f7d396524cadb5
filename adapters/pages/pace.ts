/** Holds public reading to a pace, so that a flood of requests takes no time from chat and posts. */
import type { Context, Next } from 'hono';
import { networkOf } from '../../src/chat/network.ts';
import { createRequestLimit } from '../../src/chat/request-limit.ts';
import { Refused } from './problem.ts';

/** Requests within some seconds, of one address and of all together: behind a proxy, all have one address. */
const WITHIN_S = 4;
const OF_ADDRESS = 120;
const IN_ALL = 240;

/** @throws Refused 429 for requests beyond the pace */
export function createPace() {
  const ofAddress = createRequestLimit(OF_ADDRESS, WITHIN_S);
  const inAll = createRequestLimit(IN_ALL, WITHIN_S);
  return async (c: Context, next: Next): Promise<void> => {
    const wait = (await ofAddress(networkOf((c.env as Bindings).address))) || (await inAll(''));
    if (wait > 0)
      throw new Refused(429, 'Too many requests at once. Try again in a few seconds.', {
        'Retry-After': String(Math.ceil(wait / 1_000)),
      });
    await next();
  };
}

/** What comes with a request. */
export interface Bindings {
  /** Where it came from, as the network knows it. */
  address: string;
}
