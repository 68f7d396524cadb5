/** What a hostile feed may write: the work on it is bounded, so each test ends at once. */
import { expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { listedFrom } from '../../src/sources/arxiv-entry.ts';
import { paperFromItem } from '../../src/sources/feed-entry.ts';
import { nameIn, namesIn } from '../../src/sources/names.ts';

const LONG = 400_000;
const paperOf = (item: object): Paper => {
  const read = paperFromItem({ title: 'Work', guid: 'g', ...item }, 0);
  if ('reason' in read) throw new Error(read.reason);
  return read.paper;
};

test('names far apart are names all the same', () => {
  const spaces = ' '.repeat(40_000);
  expect(paperOf({ 'dc:creator': [`Ines${spaces}Caldeira${spaces},Tom`] }).authors).toEqual([
    'Ines Caldeira',
    'Tom',
  ]);
  expect(namesIn(`A. B.${' '.repeat(LONG)}x`)).toEqual([]);
  expect(namesIn('Ines Caldeira ;\n Tom   W. and\tAda,')).toEqual(['Ines Caldeira', 'Tom W.', 'Ada']);
});

test('a text that is no name is none, and one of mails without end is neither', () => {
  const mails = '@'.repeat(LONG);
  expect(nameIn(mails)).toBeUndefined();
  expect(nameIn('mail@host.example (Ines Caldeira)')).toBe('Ines Caldeira');
  expect(paperOf({ author: [mails, 'Ada'] }).authors).toEqual(['Ada']);
  expect(paperOf({ author: Array.from({ length: 2_000 }, () => '@'.repeat(1_000)) }).title).toBe('Work');
});

test('a DOI of dots is cut', () => {
  const dots = `10.1234/a${'.'.repeat(LONG)}`;
  expect(paperOf({ 'prism:doi': `${dots}x` }).doi).toBe('10.1234/a');
  expect(paperOf({ guid: dots }).doi).toBe('10.1234/a');
});

test('all authors of a large collaboration are kept', () => {
  const names = Array.from({ length: 3_000 }, (_, at) => `Author Number ${at}`);
  expect(namesIn(names.join(', '))).toEqual(names);
});

test('the daily listing of arXiv is read with the same care', () => {
  const entry = {
    id: 'oai:arXiv.org:2611.01234v1',
    title: 'Work',
    published: '2026-11-23T00:00:00Z',
    'dc:creator': [`Ines${' '.repeat(80_000)}Caldeira, Ada`],
  };
  expect(listedFrom(entry)).toMatchObject({ paper: { authors: ['Ines Caldeira', 'Ada'] } });
});
