import { expect, test } from 'vitest';
import { ris } from '../../src/commands/ris.ts';
import type { Paper } from '../../src/model/paper.ts';

const record = (more: Partial<Paper>, note?: string) =>
  ris({ id: 's1', title: 'Work on dogs', abstract: '', ...more }, note);

test('a record has a line for each value, begins with its type and ends as the format says', () => {
  const paper: Partial<Paper> = {
    id: '2511.08544',
    abstract: 'It is studied.\nTwice.',
    authors: ['Ann Lee', 'Harry King, Jr.', 'Mistral-AI'],
    keywords: ['dogs', 'cats'],
    publishedOn: '2025-12-02',
    doi: '10.1038/s41586-025-09777-1',
  };
  expect(record(paper, 'read section 3 first')).toBe(
    [
      'TY  - UNPB',
      'TI  - Work on dogs',
      'AU  - Lee, Ann',
      'AU  - King, Harry, Jr.',
      'AU  - Mistral-AI',
      'PY  - 2025',
      'DA  - 2025/12/02',
      'AB  - It is studied. Twice.',
      'KW  - dogs',
      'KW  - cats',
      'DO  - 10.1038/s41586-025-09777-1',
      'AN  - arXiv:2511.08544',
      'UR  - https://arxiv.org/abs/2511.08544',
      'N1  - read section 3 first',
      'ER  - ',
      '',
    ].join('\n'),
  );
});

test('what is not known is left out, and no value can pass for a field', () => {
  expect(record({ title: 'Dogs\nER  - \nTY  - BOOK' }, 'a\nAU  - Nobody')).toBe(
    ['TY  - GEN', 'TI  - Dogs ER - TY - BOOK', 'N1  - a AU - Nobody', 'ER  - ', ''].join('\n'),
  );
});

test('of a paper with thousands of authors, a hundred have a line and a note says how many more there are', () => {
  const authors = Array.from({ length: 3_000 }, (_, at) => `Ann N${at}`);
  const lines = record({ authors, authorCount: 5_000 }).split('\n');
  expect(lines.filter((line) => line.startsWith('AU'))).toHaveLength(100);
  expect(lines).toContain('N1  - And 4,900 more authors');
});
