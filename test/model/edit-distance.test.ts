import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from '../../src/model/edit-distance.ts';

/** The whole table, filled as the definition says. */
function slowDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const changed = table[i - 1]![j - 1]! + Number(a[i - 1] !== b[j - 1]);
      let least = Math.min(changed, table[i - 1]![j]! + 1, table[i]![j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, table[i - 2]![j - 2]! + 1);
      table[i]![j] = least;
    }
  return table[a.length]![b.length]!;
}

it('counts slips as the full table does, up to its limit', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.constantFrom(1, 2), (a, b, limit) => {
      return editDistance(a, b, limit) === Math.min(slowDistance(a, b), limit + 1);
    }),
    { numRuns: 5000 },
  );
});

it('does not compare words of absurd length', () => {
  expect(editDistance('a'.repeat(500), 'a'.repeat(500), 2)).toBe(3);
});
