import { expect, test, vi } from 'vitest';
import { shareTrending } from '../../src/archive/shared-trending.ts';

test('what is trending since a day is read once for all who ask at about the same time', async () => {
  const read = vi.fn(async () => []);
  const since = shareTrending(read);
  await Promise.all([since('2026-11-20', 0), since('2026-11-20', 0), since('2026-11-01', 5)]);
  await since('2026-11-20', 29_000);
  expect(read).toHaveBeenCalledTimes(2);
  await since('2026-11-20', 31_000);
  await since('2026-11-20', 1_000);
  expect(read).toHaveBeenCalledTimes(4);
});

test('a failure to read what is trending is not kept', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('busy')).mockResolvedValue([]);
  const since = shareTrending(read);
  await expect(since('2026-11-20', 0)).rejects.toThrow('busy');
  expect(await since('2026-11-20', 1)).toEqual([]);
});
