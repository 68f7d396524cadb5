import { expect, test } from 'vitest';
import { bibtex } from '../../src/commands/bibtex.ts';
import type { Paper } from '../../src/model/paper.ts';

const entry = (authors: string[]) =>
  bibtex({ id: 'x', title: 'Work on dogs', abstract: '', authors, publishedOn: '2025-12-12' });

test('groups stay one name, and suffixes stand where BibTeX wants them', () => {
  expect(
    entry(['Mistral-AI', 'Center for Science and Policy', 'Harry King, Jr.', 'Lee, Ann', 'Bob Ray']),
  ).toContain(
    'author = {{Mistral-AI} and {Center for Science and Policy} and King, Jr., Harry and Lee, Ann and Bob Ray},',
  );
});

test.each([
  ['Engel, Sam S.', 'engel2025work'],
  ['Sam S. Engel', 'engel2025work'],
  ['Harry King, Jr.', 'king2025work'],
  ['Jan van der Berg', 'berg2025work'],
  ['4Paradigm', 'paradigm2025work'],
  ['360', 'paper2025work'],
  ['Long'.repeat(30), `${'long'.repeat(10)}2025work`],
])('the key of %s', (author, key) => {
  expect(entry([author])).toMatch(new RegExp(`^@misc\\{${key},`));
});

test('of a paper with thousands of authors, a hundred and others are cited', () => {
  const cited = entry(Array.from({ length: 3_000 }, (_, at) => `Ann N${at}`));
  expect(cited).toContain('Ann N98 and Ann N99 and others},');
});

test.each<[Partial<Paper>, string]>([
  [{ id: '10.1002/adma.202512345' }, '10.1002/adma.202512345'],
  [{ id: '2508.01234', doi: '10.1038/s41586-025-09777-1' }, '10.1038/s41586-025-09777-1'],
  [{ id: 's42', otherIds: ['10.1145/3700001.3700002'] }, '10.1145/3700001.3700002'],
])('a DOI is cited wherever the paper has it: %j', (more, doi) => {
  expect(bibtex({ id: 'x', title: 'Work', abstract: '', ...more })).toContain(`  doi = {${doi}},`);
});

test('a paper without a DOI cites none, and its address loses what tracks readers', () => {
  const url = 'https://www.sciencedirect.com/science/article/pii/S0031320325012345?dgcid=rss_sd_all';
  const cited = bibtex({ id: 's42', title: 'Work', abstract: '', url });
  expect(cited).toContain('url = {https://www.sciencedirect.com/science/article/pii/S0031320325012345},');
  expect(cited).not.toContain('doi =');
});

test('braces of an address, a DOI or a category end no field', () => {
  const cited = bibtex({
    id: '2508.01234',
    title: 'Work',
    abstract: '',
    doi: '10.1234/a}b{c',
    categories: ['cs.LG}, note = {x'],
  });
  const feed = bibtex({ id: 's42', title: 'Work', abstract: '', url: 'https://x.example/?a=},note={b' });
  expect(cited).toContain('doi = {10.1234/a%7Db%7Bc}');
  expect(cited).toContain('primaryClass = {cs.LG%7D, note = %7Bx}');
  expect(feed).toContain('url = {https://x.example/?a=%7D,note=%7Bb}');
});
