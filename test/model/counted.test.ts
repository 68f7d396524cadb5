import { expect, test } from 'vitest';
import { counted, seconds } from '../../src/model/counted.ts';

test('one of a thing is written without an s, and thousands with a comma', () => {
  expect([0, 1, 2, 1_103].map((count) => counted(count, 'paper'))).toEqual([
    '0 papers',
    '1 paper',
    '2 papers',
    '1,103 papers',
  ]);
  expect(counted(2, 'delivery', 'deliveries')).toBe('2 deliveries');
});

test('a wait is written in whole seconds, at least one', () => {
  expect([0, 1, 1_000, 1_001].map(seconds)).toEqual(['1 second', '1 second', '1 second', '2 seconds']);
});
