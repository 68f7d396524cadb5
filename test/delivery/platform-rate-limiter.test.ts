import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createPlatformRateLimiter,
  type PlatformRateLimiter,
} from '../../src/delivery/platform-rate-limiter.ts';

/** A clock that moves when slept on, and a bit further than asked: the loop was busy. */
function createTime(late: () => number = () => 0) {
  const time = {
    now: 1_000_000,
    clock: () => time.now,
    sleep: async (ms: number) => {
      time.now += ms + late();
    },
  };
  return time;
}

async function go(pace: PlatformRateLimiter, time: { now: number }, count: number): Promise<number[]> {
  const went: number[] = [];
  for (let at = 0; at < count; at++) {
    await pace(async () => void went.push(time.now));
  }
  return went;
}

const mostInASecond = (went: number[]) =>
  Math.max(...went.map((at) => went.filter((other) => other >= at && other < at + 1_000).length));

test('posts are spread evenly over each second', async () => {
  const time = createTime();
  const went = await go(createPlatformRateLimiter(50, time), time, 101);
  expect((went[1] ?? 0) - (went[0] ?? 0)).toBe(20);
  expect((went[100] ?? 0) - (went[0] ?? 0)).toBeLessThan(2_020);
});

test('there are never more in a second than the platform takes, however busy the loop was', async () => {
  const busy = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), busy, async (perSecond, delays) => {
      let at = 0;
      const time = createTime(() => delays[at++ % delays.length] ?? 0);
      const went = await go(createPlatformRateLimiter(perSecond, time), time, perSecond * 3);
      expect(mostInASecond(went)).toBeLessThanOrEqual(perSecond);
    }),
    { numRuns: 100 },
  );
});

test('those that ask at once wait for each other', async () => {
  const time = createTime();
  const pace = createPlatformRateLimiter(10, time);
  const begun = time.now;
  await Promise.all(Array.from({ length: 31 }, () => pace(async () => {})));
  expect(time.now - begun).toBeGreaterThanOrEqual(3_000);
});

test('one that fails lets the next go', async () => {
  const pace = createPlatformRateLimiter(10, createTime());
  await expect(pace(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await pace(async () => 'went')).toBe('went');
});

test('a clock that is set back keeps nobody waiting', async () => {
  const time = createTime();
  const pace = createPlatformRateLimiter(1, time);
  await pace(async () => {});
  time.now -= 3_600_000;
  const before = time.now;
  await pace(async () => {});
  expect(time.now - before).toBeLessThanOrEqual(1_003);
});

test('without a limit nobody waits', async () => {
  const time = createTime();
  await go(createPlatformRateLimiter(undefined, time), time, 1_000);
  expect(time.now).toBe(1_000_000);
});
