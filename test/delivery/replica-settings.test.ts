import { expect, test } from 'vitest';
import { createReplicaSettings, type StoredSettings } from '../../src/delivery/replica-settings.ts';
import type { Log } from '../../src/model/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnStores } from '../store/stores.ts';
import { silent } from './world.ts';

const UTC = { timezone: 'UTC', postAt: '18:18' };
const TOKYO = { timezone: 'Asia/Tokyo', postAt: '03:18' };

describeOnStores('settings of processes on one store', (stores) => {
  const shelfOf = (store: Store) => store.shelf<StoredSettings>('replica_settings');
  const openTwo = async (other = TOKYO) => {
    const store = await stores.open();
    const lines: string[] = [];
    const say = (message: string, facts?: object) =>
      void lines.push(`${message} ${JSON.stringify(facts ?? {})}`);
    const log: Log = { ...silent, warn: say, info: say };
    const world = { now: 1_000_000_000, lines };
    const open = (defaults: typeof UTC) =>
      createReplicaSettings({ shelf: shelfOf(store), defaults, clock: () => world.now, log });
    return { ...world, world, store, one: open(UTC), other: open(other) };
  };

  test('that are the same are no problem', async () => {
    const { one, other, lines } = await openTwo(UTC);
    for (const each of [one, other, one]) await each.compare();
    expect([one.problem(), other.problem(), lines]).toEqual([undefined, undefined, []]);
  });

  test('that differ are told by each once, with both values, until they no longer do', async () => {
    const { one, other, lines } = await openTwo();
    for (const each of [one, other, one, other, one]) await each.compare();
    expect(one.problem()).toContain(
      'TIMEZONE is UTC here and Asia/Tokyo there; POST_AT is 18:18 here and 03:18',
    );
    expect(other.problem()).toContain('TIMEZONE is Asia/Tokyo here and UTC there');
    expect(lines).toHaveLength(2);
    await other.leave();
    await other.compare();
    await one.compare();
    expect(one.problem()).toBeUndefined();
    expect(lines.at(-1)).toContain('the same settings again');
  });

  test('of one that was killed count for some minutes, and are deleted then', async () => {
    const { one, other, world, store } = await openTwo();
    await other.compare();
    world.now += 60_000;
    await one.compare();
    expect(one.problem()).toBeDefined();
    world.now += 120_000;
    await one.compare();
    expect(one.problem()).toBeUndefined();
    expect(await Array.fromAsync(shelfOf(store).entries())).toHaveLength(1);
  });

  test('that cannot be read are passed over, and a store that is away rejects nothing', async () => {
    const { one, store } = await openTwo();
    await store.shelf<unknown>('replica_settings').set('x', { postAt: 9 });
    await one.compare();
    expect(one.problem()).toBeUndefined();
    await store.close();
    await one.compare();
    await one.leave();
  });
});
