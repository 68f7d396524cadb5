import { expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { linkOf, linksOf } from '../../src/model/paper-links.ts';

const paper = { id: 't-0123456789ab', title: 'A study', abstract: '' };
const search = 'https://arxiv.org/search/?searchtype=title&query=A+study';
const discussed = 'https://huggingface.co/papers/2512.00001';

test.each<[string, Paper, string]>([
  ['its own address', { ...paper, id: 's42', url: 'https://a.example/p' }, 'https://a.example/p'],
  ['the page of its arXiv ID', { ...paper, id: '2512.00001' }, 'https://arxiv.org/abs/2512.00001'],
  [
    'arXiv, not to where an arXiv paper is discussed',
    { ...paper, id: '2512.00001', url: discussed },
    'https://arxiv.org/abs/2512.00001',
  ],
  [
    "the journal's page of a paper that is on arXiv too",
    { ...paper, id: '10.1234/abc', url: 'https://journal.example/abc', otherIds: ['2512.00001'] },
    'https://journal.example/abc',
  ],
  ['the page of another ID', { ...paper, otherIds: ['math/0309136'] }, 'https://arxiv.org/abs/math/0309136'],
  ['the page of its DOI', { ...paper, doi: '10.1234/abc' }, 'https://doi.org/10.1234/abc'],
  ['a search for its title', paper, search],
])('a title leads to %s', (_, given, expected) => {
  expect(linkOf(given)).toBe(expected);
});

test.each<[Partial<Paper>, Record<string, string>]>([
  [
    {
      id: '2512.00001',
      url: discussed,
      codeUrl: 'https://github.com/a/b',
      projectUrl: 'https://a.example',
    },
    {
      arXiv: 'https://arxiv.org/abs/2512.00001',
      PDF: 'https://arxiv.org/pdf/2512.00001',
      Code: 'https://github.com/a/b',
      Project: 'https://a.example',
      'Hugging Face': discussed,
    },
  ],
  [{ id: '10.1234/abc', url: 'https://journal.example/abc' }, { DOI: 'https://doi.org/10.1234/abc' }],
  [{ url: 'https://www.journal.example/abc' }, { 'journal.example': 'https://www.journal.example/abc' }],
  [{}, { 'Search arXiv': search }],
])('the pages of %j', (more, expected) => {
  const links = linksOf({ ...paper, ...more });
  expect(Object.fromEntries(links.map(({ label, url }) => [label, url]))).toEqual(expected);
  expect(links).toHaveLength(Object.keys(expected).length);
});
