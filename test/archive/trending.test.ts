import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankTrending, sayGained, type Voted } from '../../src/archive/trending.ts';

const FROM = '2026-11-20';

function ranked(...papers: Voted[]): string[] {
  return rankTrending(papers, FROM).map(({ id, gained }) => `${id} +${gained.votes} ${gained.since}`);
}

describe('what is trending', () => {
  test('a paper that came in the period gained all of its votes, an older one those since the last count before it', () => {
    expect(
      ranked(
        { id: 'old', votes: 120, before: { day: '2026-11-19', votes: 79 } },
        { id: 'new', votes: 30, came: '2026-11-21' },
        { id: 'still', votes: 900, before: { day: '2026-11-18', votes: 900 } },
        { id: 'fell', votes: 5, before: { day: '2026-11-18', votes: 9 } },
        { id: 'uncounted', votes: 400 },
      ),
    ).toEqual(['old +41 2026-11-19', 'new +30 2026-11-21']);
  });

  test('a paper that comes again in the period gained only what came since it was counted', () => {
    expect(
      ranked({ id: 'again', votes: 50, came: '2026-11-21', before: { day: '2026-11-15', votes: 45 } }),
    ).toEqual(['again +5 2026-11-15']);
  });

  test('growth that began to be counted within the period counts from there', () => {
    expect(ranked({ id: 'late', votes: 50, before: { day: '2026-11-22', votes: 44 } })).toEqual([
      'late +6 2026-11-22',
    ]);
  });

  test('of papers that grew alike the one with more votes is first, and all votes weigh a tenth', () => {
    const grew = (id: string, votes: number, gained: number): Voted => ({
      id,
      votes,
      before: { day: '2026-11-19', votes: votes - gained },
    });
    expect(rankTrending([grew('few', 20, 10), grew('many', 60, 10)], FROM).map(({ id }) => id)).toEqual([
      'many',
      'few',
    ]);
    expect(rankTrending([grew('a', 20, 10), grew('b', 100, 9)], FROM).map(({ id }) => id)).toEqual([
      'b',
      'a',
    ]);
  });

  test('the order does not depend on the order of the papers, and more growth never ranks lower', () => {
    const voted = fc.array(
      fc.record({
        id: fc.uuid(),
        votes: fc.nat(500),
        came: fc.constantFrom('2026-11-20', '2026-11-21'),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(voted, (papers) => {
        const list = rankTrending(papers, FROM);
        expect(rankTrending(papers.toReversed(), FROM)).toEqual(list);
        const gains = list.map(({ gained }) => gained.votes);
        expect(gains).toEqual(gains.toSorted((a, b) => b - a));
      }),
    );
  });

  test.each([
    ['2026-11-24', '+1,041 today'],
    ['2026-11-23', '+1,041 since yesterday'],
    ['2026-11-20', '+1,041 since Fri, Nov 20, 2026'],
  ])('growth since %s is said as "%s"', (since, said) => {
    expect(sayGained({ votes: 1_041, since }, '2026-11-24')).toBe(said);
  });
});
