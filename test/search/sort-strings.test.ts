/** The order of strings, beside the engine's own. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderOf } from '../../src/search/sort-strings.ts';

const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'z', '\u007f', 'é', 'ß', 'ไ', 'ท', 'ภ', '深', '\ud83c', '\udf89'),
  maxLength: 6,
});

test('words of every script stand in the order of JavaScript’s own comparison', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 20 }), (words) => {
      expect(Array.from(orderOf(words), (at) => words[at])).toEqual([...words].sort());
    }),
    { numRuns: 3000 },
  );
});

test('a shorter Thai word does not hide a longer one', () => {
  expect([...orderOf(['x', 'ภาษา', 'ไทย'])]).toEqual([0, 1, 2]);
});
