/** Tables of strings, beside the engine's own strings. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareStrings, numberOf, rangeOf, stringAt, toStringTable } from '../../src/search/string-table.ts';

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    '\u0001',
    '\u007f',
    '\u0080',
    'é',
    '\u07ff',
    '\u0800',
    '深',
    '\ud83c',
    '\udf89',
    '\uffff',
  ),
  maxLength: 6,
});
const table = fc.uniqueArray(text, { maxLength: 12 }).map((texts) => texts.sort());

test('strings come out as they went in, lone surrogates too', () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const strings = toStringTable(texts);
      expect(texts.map((_, i) => stringAt(strings, i))).toEqual(texts);
      expect(strings.bytes.length).toBe(strings.starts.at(-1));
    }),
    { numRuns: 1000 },
  );
  const long = 'aé深'.repeat(5_000);
  expect(stringAt(toStringTable(['', long, 'b']), 1)).toBe(long);
});

test('strings sort as JavaScript compares them', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const order = compareStrings(toStringTable([one]), 0, toStringTable(['x', other]), 1);
      expect(Math.sign(order)).toBe(one < other ? -1 : one > other ? 1 : 0);
    }),
    { numRuns: 2000 },
  );
});

test('a string is found by all of it, and by what it begins with', () => {
  fc.assert(
    fc.property(table, text, (texts, wanted) => {
      const strings = toStringTable(texts);
      expect(numberOf(strings, wanted)).toBe(texts.indexOf(wanted));
      const [first, last] = rangeOf(strings, wanted);
      expect(texts.slice(first, last)).toEqual(texts.filter((one) => one.startsWith(wanted)));
    }),
    { numRuns: 1000 },
  );
});
