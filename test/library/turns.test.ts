import { expect, test } from 'vitest';
import { createTurns } from '../../src/library/turns.ts';

test('one runs at a time, a few wait, and what fails holds up nothing', async () => {
  const inTurn = createTurns(2);
  const began: number[] = [];
  const first = Promise.withResolvers<void>();
  const work = (number: number) => async () => {
    began.push(number);
    if (number === 1) await first.promise;
    if (number === 2) throw new Error('two');
    return number;
  };
  const all = [1, 2, 3, 4].map((number) => inTurn(work(number)));
  expect(await all[3]).toBeUndefined();
  expect(began).toEqual([1]);
  first.resolve();
  const settled = await Promise.allSettled(all);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(began).toEqual([1, 2, 3]);
  expect(await inTurn(work(5))).toBe(5);
});
