/** The real client on a store in memory, with a clock that moves only by sleeping. */

import { createHttp, type Http, type HttpOutside } from '../../src/sources/http.ts';
import { openHttpCache } from '../../src/sources/http-cache.ts';
import { openLocks } from '../../src/store/locks.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';

export interface HttpWorld {
  http: Http;
  store: Store;
  now: number;
  /** Milliseconds slept, in order. */
  slept: number[];
}

export async function createHttpWorld(
  more: Partial<HttpOutside> = {},
  start = Date.parse('2026-11-23T12:00:00Z'),
  given?: Store,
): Promise<HttpWorld> {
  const store = given ?? (await openStore(':memory:'));
  const world: HttpWorld = {
    store,
    now: start,
    slept: [],
    http: createHttp({
      locks: openLocks(store),
      cache: openHttpCache(store),
      clock: () => world.now,
      random: () => 0.5,
      sleep: async (ms) => {
        world.slept.push(ms);
        world.now += ms;
      },
      log: silent,
      userAgent: 'Paperboy/test (papers@example.org)',
      ...more,
    }),
  };
  return world;
}
