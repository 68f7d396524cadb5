/** Turns, claims and kept answers on each store. */
import { expect, test } from 'vitest';
import { openHttpCache } from '../../src/sources/http-cache.ts';
import { openLocks } from '../../src/sources/locks.ts';
import { describeOnStores } from '../store/stores.ts';

describeOnStores('locks', (stores) => {
  test('give turns a gap apart, and none before a host allows it', async () => {
    const locks = openLocks(await stores.open());
    expect([await locks.take('host', 1_000, 3_000), await locks.take('host', 1_000, 3_000)]).toEqual([
      1_000, 4_000,
    ]);
    expect(await locks.take('host', 1_000, 3_000, 2_000)).toBeUndefined();
    await locks.hold('host', 20_000.5);
    await locks.hold('host', 10_000);
    expect(await locks.take('host', 8_000, 3_000)).toBe(20_000.5);
    expect(await locks.take('other', 8_000, 3_000)).toBe(8_000);
  });

  test('give each turn once to several processes that ask at once', async () => {
    const place = await stores.newPlace();
    const both = [openLocks(await place.open()), openLocks(await place.open())];
    const turns = await Promise.all(
      Array.from({ length: 40 }, (_, at) => both[at % 2]?.take('host', 1_000, 10)),
    );
    expect(turns.toSorted()).toEqual(Array.from({ length: 40 }, (_, at) => 1_000 + at * 10).toSorted());
  });

  test('give a claim to one of several processes, until it ends or is released', async () => {
    const place = await stores.newPlace();
    const both = [openLocks(await place.open()), openLocks(await place.open())] as const;
    const claimed = await Promise.all(
      Array.from({ length: 10 }, (_, at) => both[at % 2]?.claim('feed', 1_000, 2_000)),
    );
    expect(claimed.filter(Boolean)).toHaveLength(1);
    expect(await both[1].claim('feed', 2_001, 3_001)).toBe(true);
    await both[0].release('feed', 2_000);
    expect(await both[0].claim('feed', 2_002, 3_002)).toBe(false);
    await both[0].release('feed', 3_001);
    expect(await both[0].claim('feed', 2_003, 3_003)).toBe(true);
  });
});

describeOnStores('kept answers', (stores) => {
  test('come back as they were, under addresses of any length', async () => {
    const cache = openHttpCache(await stores.open());
    const addresses = ['https://a.example/', `https://a.example/?id=${'1234.56789,'.repeat(600)}`];
    for (const [at, url] of addresses.entries()) {
      const body = Uint8Array.from({ length: 3_000 }, (_, index) => (index * 7 + at) % 256);
      await cache.set(url, { body, at: 1_000.5, etag: '"x"', charset: 'GBK' });
      expect(await cache.get(url)).toEqual({
        body: Buffer.from(body),
        at: 1_000.5,
        etag: '"x"',
        charset: 'GBK',
      });
    }
    await cache.set('https://b.example/', { body: Buffer.from('b'), at: 9 * 24 * 3_600_000 });
    expect(await cache.get(addresses[0] ?? '')).toBeUndefined();
    expect((await cache.get('https://b.example/'))?.body.toString()).toBe('b');
  });
});
