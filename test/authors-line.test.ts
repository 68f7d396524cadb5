import { expect, test } from 'vitest';
import { authorsLine } from '../src/card.ts';

test.each([
  [['Ann Lee', 'Bob Ray'], 'Ann Lee and Bob Ray'],
  [['Ann Lee', 'Bob Ray', 'Cy Doe', 'Di Fox'], 'Ann Lee, Bob Ray and 2 more'],
  [['Engel, Sam S.'], 'Engel, Sam S.'],
  [['Lee, Ann', 'Ray, Bob'], 'Lee, Ann; Ray, Bob'],
  [['Lee, Ann', 'Ray, Bob', 'Doe, Cy', 'Fox, Di'], 'Lee, Ann; Ray, Bob and 2 more'],
])('a card names %j', (authors, line) => {
  expect(authorsLine({ id: 'x', title: 'Work', abstract: '', authors })).toBe(line);
});
