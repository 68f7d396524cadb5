/** The cache of words by their letters. */
import { expect, test } from 'vitest';
import { createUnitRoom, paddedUnitsOf, unitsOf } from '../../src/text/character-kinds.ts';
import { createWordCache, hashUnits } from '../../src/text/word-cache.ts';

const words = Array.from({ length: 5_000 }, (_, at) => `w${(at * 7919).toString(36)}`);

function createFilled() {
  const cache = createWordCache<string>();
  const find = (word: string) =>
    cache.find(unitsOf(word), 0, word.length, hashUnits(unitsOf(word), 0, word.length));
  const keep = (word: string, hash = hashUnits(unitsOf(word), 0, word.length)) =>
    cache.keep(word, unitsOf(word), 0, word.length, hash);
  words.forEach((word) => {
    keep(word);
  });
  return { cache, find, keep };
}

test('each word is found by its letters, and no other', () => {
  const { cache, find } = createFilled();
  expect(words.map((word) => cache.valueOf(find(word)))).toEqual(words);
  expect(find('unknown')).toBe(-1);
});

test('words of one hash are told apart by their letters', () => {
  const { cache, keep } = createFilled();
  const [one, other] = [keep('one', 77), keep('two', 77)];
  const find = (word: string) => cache.find(unitsOf(word), 0, word.length, 77);
  expect([find('one'), find('two'), find('six')]).toEqual([one, other, -1]);
});

test('what is forgotten is not found, and can be kept again', () => {
  const { cache, find, keep } = createFilled();
  cache.forget();
  expect(find(words[0]!)).toBe(-1);
  words.slice(0, 10).forEach((word) => {
    keep(word);
  });
  expect(words.slice(0, 11).map(find)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1]);
});

test('a text that follows a longer one in the same memory ends with zeros', () => {
  const room = createUnitRoom();
  paddedUnitsOf('a longer text than the next one', room);
  expect([...paddedUnitsOf('next', room)]).toEqual([...paddedUnitsOf('next')]);
  const long = 'x'.repeat(70_000);
  expect(paddedUnitsOf(long, room)).toEqual(paddedUnitsOf(long));
});
