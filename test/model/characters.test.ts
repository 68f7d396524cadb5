import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countCharacters, firstCharacters } from '../../src/model/characters.ts';

it.each([
  ['', 0],
  ['plain', 5],
  ['naïve', 5],
  ['nai\u0308ve', 5],
  ['👍', 1],
  ['👩🏽‍🔬 reads', 7],
  ['🇩🇪🇫🇷', 2],
  ['机器学习', 4],
])('%j has as many characters as people count', (text, count) => {
  expect(countCharacters(text)).toBe(count);
});

it('a text that is cut keeps whole characters, as many as are asked for', () => {
  expect(firstCharacters('👩🏽‍🔬👍ab', 2)).toBe('👩🏽‍🔬👍');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, most) => {
      const cut = firstCharacters(text, most);
      expect(text.startsWith(cut)).toBe(true);
      expect(countCharacters(cut)).toBe(Math.min(most, countCharacters(text)));
    }),
  );
});
