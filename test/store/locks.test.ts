/** Turns and claims on each store. */
import { expect, test } from 'vitest';
import { openLocks } from '../../src/store/locks.ts';
import { openTurns } from '../../src/store/turns.ts';
import { describeOnStores } from './stores.ts';

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

  test('tell the next turn, take none of it, and forget those that are long over', async () => {
    const store = await stores.open();
    const turns = openTurns(store);
    expect(await turns.take('host', 10_000, 3_000, 0)).toEqual({ at: 10_000, taken: true });
    expect(await turns.take('host', 10_000, 3_000, 2_999)).toEqual({ at: 13_000, taken: false });
    await turns.hold('host', 50_000);
    expect(await turns.take('host', 10_000, 3_000, 3_000)).toEqual({ at: 50_000, taken: false });
    expect(await turns.take('host', 10_000, 3_000, 40_000)).toEqual({ at: 50_000, taken: true });
    const locks = openLocks(store);
    await locks.claim('feed', 10_000, 20_000);
    await locks.prune(20_000 + 3_600_000);
    expect(await store.db.selectFrom('turns').select('name').execute()).toHaveLength(2);
    await locks.prune(20_001 + 3_600_000);
    expect(await store.db.selectFrom('turns').select('name').execute()).toEqual([{ name: 'host' }]);
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
