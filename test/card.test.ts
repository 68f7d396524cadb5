import { expect, test } from 'vitest';
import { linkOf } from '../src/card.ts';

const paper = { id: 't-0123456789ab', title: 'A study', abstract: '' };

test.each([
  ['its own address', { ...paper, id: '2512.00001', url: 'https://a.example/p' }, 'https://a.example/p'],
  ['the page of its arXiv ID', { ...paper, id: '2512.00001' }, 'https://arxiv.org/abs/2512.00001'],
  ['the page of another ID', { ...paper, otherIds: ['math/0309136'] }, 'https://arxiv.org/abs/math/0309136'],
  ['the page of its DOI', { ...paper, doi: '10.1234/abc' }, 'https://doi.org/10.1234/abc'],
  ['a search for its title', paper, 'https://arxiv.org/search/?searchtype=title&query=A+study'],
])('a title leads to %s', (_, given, expected) => {
  expect(linkOf(given)).toBe(expected);
});
