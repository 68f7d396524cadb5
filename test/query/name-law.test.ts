import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { authorsFound } from './authors-found.ts';

const word = fc.constantFrom(
  ...['Yann', 'Y.', 'Y', 'YA', 'LECUN', 'LeCun', 'José', 'María', 'García', 'García-Márquez', 'Márquez'],
  ...[
    'van',
    'der',
    'DE',
    'the',
    'Jürgen',
    'JÜRGEN',
    'Müller-Weiß',
    'ß',
    'Æ',
    'Öz',
    'ÖZ',
    'O’Neill',
    'LI',
    'Lee',
  ],
  ...['Dr.', 'dr', 'Prof.', 'III', 'Jr.', 'A-12', '李', 'Иван', 'И.', ',', ';', '-', '.', '<', '>', '^'],
);
const name = fc
  .array(word, { minLength: 1, maxLength: 5 })
  .map((words) => words.join(' ').replaceAll(' ,', ','));
/** Signs that part names, and a title, which is no part of a name. */
const isPlain = (typed: string) => /\p{L}{2}/u.test(typed) && !/[,;]|^(?:dr|prof)\b/i.test(typed);

test('whatever is typed as a name means the same to search, topics and meaning, reads as it is printed, and finds what is written so', () => {
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 5 }), (asked, stored) => {
      const read = parseQuery(`author:"${asked}"`);
      if (!read.ok) return;
      expect(parseQuery(printQuery(read.query))).toEqual(read);
      const found = authorsFound(`author:"${asked}"`, [...new Set([...stored, asked])]);
      if (isPlain(asked)) expect(found).toContain(asked);
    }),
    { numRuns: 150 },
  );
});
