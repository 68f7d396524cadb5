/** Work that one process at a time may do, on each store. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openInOneProcess } from '../../src/store/alone.ts';
import { openLocks } from '../../src/store/locks.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnStores } from './stores.ts';

describeOnStores('work in one process', (stores) => {
  const open = async (options?: { claimMs?: number; patienceMs?: number }) => {
    const place = await stores.newPlace();
    const all = [await place.open(), await place.open(), await place.open()] as const;
    const [one, two, three] = all.map((store) => openInOneProcess(store, options));
    if (!one || !two || !three) throw new Error('no process');
    return { one, two, three, store: all[0] };
  };

  test('never overlaps, whichever process does it, and each does its own', async () => {
    const { one, two, three } = await open();
    let atWork = 0;
    let most = 0;
    const done: number[] = [];
    const work = async (number: number) => {
      most = Math.max(most, ++atWork);
      await pause(2);
      atWork--;
      done.push(number);
    };
    const numbers = Array.from({ length: 12 }, (_, number) => number);
    await Promise.all(
      numbers.map((number) => [one, two, three][number % 3]?.alone('feed', () => work(number))),
    );
    expect(most).toBe(1);
    expect(done.toSorted((a, b) => a - b)).toEqual(numbers);
  });

  test('keeps its claim for as long as it takes, and ends it when it fails', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const place = await stores.newPlace();
    const { db } = await place.open();
    let at = 1_000_000;
    const open = (db: Store['db']) => openInOneProcess({ db, now: () => at }, { claimMs: 10_000 });
    const [one, two] = [open(db), open((await place.open()).db)];
    const until = async () =>
      (await db.selectFrom('turns').select('open_at').executeTakeFirst())?.open_at ?? 0;
    const long = Promise.withResolvers<void>();
    const first = one.alone('feed', () => long.promise);
    await expect.poll(until).toBe(at + 10_000);
    for (let renewals = 0; renewals < 9; renewals++) {
      at += 4_000;
      vi.advanceTimersByTime(4_000);
      await expect.poll(until).toBe(at + 10_000);
    }
    expect(await two.unlessElsewhere('feed', async () => {})).toBe(false);
    expect(await two.unlessElsewhere('other', async () => {})).toBe(true);
    long.reject(new Error('no answer'));
    await expect(first).rejects.toThrow('no answer');
    expect(await two.unlessElsewhere('feed', async () => {})).toBe(true);
  });

  test('of a process that died is taken over once its claim ends', async () => {
    const { one, store } = await open({ claimMs: 300 });
    const now = store.now();
    expect(await openLocks(store).claim('feed', now, now + 300)).toBe(true);
    expect(await one.alone('feed', async () => store.now())).toBeGreaterThanOrEqual(now + 300);
  });

  test('is given up when others have it for too long', async () => {
    const { one, two } = await open({ claimMs: 5_000, patienceMs: 100 });
    const long = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const first = one.alone('feed', () => {
      begun.resolve();
      return long.promise;
    });
    await begun.promise;
    await expect(two.alone('feed', async () => {})).rejects.toMatchObject({ code: 'store' });
    long.resolve();
    await first;
  });
});
