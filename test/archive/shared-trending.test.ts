import { expect, test, vi } from 'vitest';
import { shareTrending } from '../../src/archive/shared-trending.ts';

function createShared(read: () => Promise<[]>) {
  const world = { now: 0, revision: 1 };
  const since = shareTrending(read, { clock: () => world.now, revision: () => world.revision });
  return { world, since };
}

test('what is trending since a day is read once for all who ask at about the same time', async () => {
  const read = vi.fn(async (): Promise<[]> => []);
  const { world, since } = createShared(read);
  await Promise.all([since('2026-11-20'), since('2026-11-20'), since('2026-11-01')]);
  world.now = 29_000;
  await since('2026-11-20');
  expect(read).toHaveBeenCalledTimes(2);
  world.now = 31_000;
  await since('2026-11-20');
  // The clock was set back.
  world.now = 1_000;
  await since('2026-11-20');
  expect(read).toHaveBeenCalledTimes(4);
});

test('what is trending is read again once papers came or changed', async () => {
  const read = vi.fn(async (): Promise<[]> => []);
  const { world, since } = createShared(read);
  await since('2026-11-20');
  world.revision++;
  await since('2026-11-20');
  expect(read).toHaveBeenCalledTimes(2);
});

test('a failure to read what is trending is not kept', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('busy')).mockResolvedValue([]);
  const { since } = createShared(read);
  await expect(since('2026-11-20')).rejects.toThrow('busy');
  expect(await since('2026-11-20')).toEqual([]);
});
