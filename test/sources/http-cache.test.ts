/** Kept answers on each store. */
import { expect, test } from 'vitest';
import { openHttpCache } from '../../src/sources/http-cache.ts';
import { describeOnStores } from '../store/stores.ts';

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
