/** JSON that Paperboy did not write: answers that are no papers, other programs' exports, dates that have not come. */
import { describe, expect, test } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import type { Paper } from '../../src/model/paper.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const read = (value: unknown, options = {}) =>
  parseDigests(typeof value === 'string' ? value : JSON.stringify(value), { now: NOW, ...options });
const papersOf = (value: unknown) => read(value).flatMap(({ papers }) => papers);
const one = (value: unknown) => papersOf(value)[0] as Paper;
const own = (paper: object) => one({ date: '2026-11-25', papers: [paper] });

describe('what has a title but is no paper is refused', () => {
  test.each([
    ['an error', { error: 'Invalid date', title: 'Bad Request' }, 'Invalid date'],
    ['a problem', { type: 'about:blank', title: 'Not Found', status: 404, detail: 'x' }, 'Not Found'],
    ['a problem with an id', { id: 'r1', title: 'Not Found', status: 404 }, 'error response from a server'],
    ['a package', { name: 'x', title: 'A package', version: '1' }, 'no other details of a paper'],
    ['a title alone', { title: 'Not Found' }, 'without papers'],
    [
      'a log line',
      '{"level":"info","title":"log line"}\n{"level":"warn","msg":"x"}',
      'no other details of a paper',
    ],
    [
      'a feed without items',
      { version: 'https://jsonfeed.org/version/1.1', title: 'JF', items: [] },
      'a feed without items',
    ],
    [
      'a feed whose items are null',
      { version: 'https://jsonfeed.org/version/1.1', title: 'JF', items: null },
      /feed/i,
    ],
  ])('%s', (_, value, reason) => {
    expect(() => read(value)).toThrow(reason);
    expect(() => read(value, { asOf: '2026-11-25' })).toThrow(
      expect.objectContaining({ code: 'bad-digest' }),
    );
  });
  test('a paper without an id is none of these', () => {
    expect(one({ title: 'A Title', abstract: 'Words.' })).toMatchObject({ title: 'A Title' });
    expect(one({ title: 'A Title', doi: '10.1000/abc' })).toMatchObject({ id: '10.1000/abc' });
  });
});

describe('ids', () => {
  test.each([
    [{ doi: '10.1038/S41586-025-1234-5' }, '10.1038/s41586-025-1234-5'],
    [{ doi: 'https://doi.org/10.1000/ABC' }, '10.1000/abc'],
    [{ doi: '10.48550/arXiv.2508.01298' }, '2508.01298'],
    [{ url: 'https://arxiv.org/abs/2611.00006v2' }, '2611.00006'],
    [{ id: 'x1', url: 'https://huggingface.co/papers/2508.01296' }, '2508.01296'],
    [{ id: '2508.01297', doi: '10.1000/abc' }, '2508.01297'],
    [{ id: 'x1', url: 'https://blog.example.org/x1' }, 'x1'],
  ])('%j is %s', (more, id) => {
    const paper = { title: 'A Title', abstract: 'Words.', ...more };
    expect(one(paper).id).toBe(id);
    expect(one(`${JSON.stringify(paper)}\n{}\n`).id).toBe(id);
    expect(own(paper).id).toBe(id);
  });
  test('a DOI is kept as it is registered', () => {
    expect(own({ id: '2611.05555', title: 'T', abstract: 'z', doi: '10.1000/FULL' }).doi).toBe(
      '10.1000/full',
    );
    const printed = { id: '2611.05555', title: 'T', abstract: 'z', doi: 'https://doi.org/10.1000/FULL' };
    expect(one({ date: '2026-11-25', papers: [printed], skipped: [] }).doi).toBe('10.1000/full');
    expect(one([{ paperId: 'a', title: 'T', abstract: 'z', externalIds: { DOI: '10.1000/S2' } }]).doi).toBe(
      '10.1000/s2',
    );
  });
});

test.each([
  [
    [
      { given: 'Ann', family: 'Lee' },
      { firstName: 'Bob', lastName: 'Ray' },
    ],
    ['Ann Lee', 'Bob Ray'],
  ],
  [
    [
      ['Lee', 'Ann', ''],
      ['Ray', 'Bob', 'Jr.'],
    ],
    ['Lee, Ann', 'Ray, Bob, Jr.'],
  ],
  [
    [{ literal: 'ABC Consortium' }, { fullName: 'Ann Lee' }],
    ['ABC Consortium', 'Ann Lee'],
  ],
  ['Lee, Ann; Ray, Bob', ['Lee, Ann', 'Ray, Bob']],
])('authors %j are read', (authors, names) => {
  expect(one([{ id: '1', title: 'T', abstract: 'z', authors }]).authors).toEqual(names);
  expect(own({ id: '1', title: 'T', abstract: 'z', authors }).authors).toEqual(names);
});

test('keywords in one text are apart', () => {
  expect(one([{ id: '1', title: 'T', keywords: 'a, b; c' }]).keywords).toEqual(['a', 'b', 'c']);
});

describe("JSON in Paperboy's form", () => {
  const written = {
    id: 'doi:10.1000/XYZ',
    title: 'A &amp; B <i>c</i> $\\alpha$',
    abstract: 'arXiv:2508.01234v1 Announce Type: new Abstract: Words.',
    authors: ['Lee, Ann; Ray, Bob', ':', '...', 'Cy Doe (MIT)', 'Di Fox et al.'],
    keywords: ['<i>k</i>'],
    publishedOn: '2099-01-01',
    url: 'javascript:alert(1)',
  };
  test('is cleaned where someone else wrote it', () => {
    expect(own(written)).toEqual({
      id: '10.1000/xyz',
      title: 'A & B c α',
      abstract: 'Words.',
      authors: ['Lee, Ann', 'Ray, Bob', 'Cy Doe', 'Di Fox'],
      keywords: ['k'],
      url: 'https://doi.org/10.1000/xyz',
    });
  });
  test('stays as it is once it was read', () => {
    const [digest] = read({ date: '2026-11-25', papers: [written] });
    expect(read(digest)).toEqual([digest]);
    expect(read({ ...digest, skipped: undefined })).toEqual([digest]);
  });
});

test('what nests too deep costs only itself', () => {
  const deep = '['.repeat(300) + ']'.repeat(300);
  const paper = (id: string, more = '') => `{"id":"${id}","title":"T ${id}","abstract":"a"${more}}`;
  const list = [paper('2611.00001'), paper('2611.00009', `,"y":${deep}`), deep, paper('2611.00002')].join(
    ',\n',
  );
  for (const text of [`[${list}]`, `{"date":"2026-11-25","papers":[${list}]}`]) {
    const [digest] = read(text);
    expect(digest?.papers.map(({ id }) => id)).toEqual(['2611.00001', '2611.00009', '2611.00002']);
    expect(digest?.skipped).toMatchObject([{ line: 3 }]);
  }
});

describe('a day that has not come', () => {
  const paper = { id: '2611.00003', title: 'T', abstract: 'words' };
  test.each([
    ['in the name of the file', [paper], { fileName: '2027-03-01.json' }],
    ['in our own form', { date: '2099-01-01', papers: [paper] }, {}],
    ["in the site's answer", [{ paper: { ...paper, submittedOnDailyAt: '2126-11-26T00:00:00Z' } }], {}],
  ])('%s is a problem', (_, value, options) => {
    expect(() => read(value, options)).toThrow(/is in the future/);
  });
  test('hides no other', () => {
    const later = { ...paper, id: '2611.00004', date: '2027-03-01' };
    const [digest, ...others] = read([{ ...paper, date: '2026-11-25' }, later]);
    expect(others).toEqual([]);
    expect(digest).toMatchObject({ date: '2026-11-25', papers: [{ id: '2611.00003' }] });
    expect(digest?.skipped[0]?.reason).toBe('1 paper dated 2027-03-01, which is in the future');
  });
  test('may be tomorrow, or what a person chose', () => {
    expect(read({ date: '2026-11-27', papers: [paper] })).toHaveLength(1);
    expect(read([paper], { asOf: '2027-03-01' })).toHaveLength(1);
  });
});
