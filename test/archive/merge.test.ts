import { describe, expect, test } from 'vitest';
import { mergePaper } from '../../src/archive/merge.ts';
import type { Paper } from '../../src/model/paper.ts';
import { expectLinear } from '../linear.ts';

const paper = (authors?: string[], authorCount?: number): Paper => ({
  id: '2512.00001',
  title: 'Work',
  abstract: '',
  ...(authors ? { authors } : {}),
  ...(authorCount === undefined ? {} : { authorCount }),
});
const FULL = ['Ann Lee', 'Bob Ray', 'Cy Doe'];

describe('a worse author list never replaces a better one', () => {
  test.each<[string, string[] | undefined]>([
    ['initials', ['A. Lee', 'B. Ray', 'C. Doe']],
    ['initials behind surnames', ['Lee, A.', 'Ray, B.', 'Doe, C.']],
    ['initials without points', ['Lee A', 'Ray B', 'Doe C']],
    ['a list that was cut', ['Ann Lee']],
    ['a list that was cut, surnames first', ['Lee, Ann', 'Ray, Bob']],
    ['all in one name', ['Ann Lee; Bob Ray; Cy Doe']],
    ['none', undefined],
  ])('%s', (_, came) => {
    expect(mergePaper(paper(FULL), paper(came)).authors).toEqual(FULL);
    expect(mergePaper(paper(came), paper(FULL)).authors).toEqual(FULL);
  });
  test('one of the same worth replaces it, as authors change', () => {
    const revised = ['Ann Lee', 'Cy Doe', 'Di Fox'];
    expect(mergePaper(paper(FULL), paper(revised)).authors).toEqual(revised);
    expect(mergePaper(paper(FULL), paper(['Ann Lee', 'Cy Doe'])).authors).toEqual(['Ann Lee', 'Cy Doe']);
  });
  test('the whole list with initials replaces the beginning of one', () => {
    const whole = ['A. Lee', 'B. Ray', 'C. Doe'];
    expect(mergePaper(paper(['Ann Lee']), paper(whole)).authors).toEqual(whole);
  });
  test('a count that knows of more people stays', () => {
    expect(mergePaper(paper(FULL, 3), paper(['Ann Lee'], 1))).toMatchObject({
      authors: FULL,
      authorCount: 3,
    });
    expect(mergePaper(paper(FULL), paper(['Ann Lee'], 12))).toMatchObject({ authors: FULL, authorCount: 12 });
    expect(mergePaper(paper(FULL), paper(['Ann Lee'], 1))).not.toHaveProperty('authorCount');
  });
});

describe('a worse abstract never replaces a better one', () => {
  const LONG = 'A long abstract about rain and dogs, with many more words than a teaser has.';
  const merged = (kept: string, came: string, more: Partial<Paper> = {}) =>
    mergePaper({ ...paper(), abstract: kept }, { ...paper(), abstract: came, ...more }).abstract;
  test.each(['', 'Short.', 'A long abstract about rain and…'])('%s', (came) => {
    expect(merged(LONG, came)).toBe(LONG);
    expect(merged(came, LONG)).toBe(LONG);
  });
  test('another of its length does, and so does that of a new version', () => {
    const other = LONG.replace('dogs', 'cats');
    expect(merged(LONG, other)).toBe(other);
    expect(merged(LONG, 'Shorter now.', { revisedOn: '2025-12-12' })).toBe('Shorter now.');
    expect(merged(LONG, 'Withdrawn.', { withdrawn: true })).toBe('Withdrawn.');
  });
  test('an unfinished list of authors says so itself', () => {
    expect(mergePaper(paper(FULL), paper(['Ann Lee et al.'])).authors).toEqual(FULL);
  });
});

test('abstracts of many dots are compared in linear time', () => {
  const of = (length: number) => ({ ...paper(FULL), abstract: `a${'.'.repeat(length)}x` });
  expectLinear(of, (one) => mergePaper(one, { ...one, abstract: `b${one.abstract}` }), 64_000);
});
