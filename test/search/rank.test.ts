import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/query/tree.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';

const word = (term: string): Query => ({ kind: 'word', field: 'any', term, text: term });
const everything: Query = { kind: 'all' };

/** More papers than are scored at a time; words from one in two papers to one in a thousand. */
const index = createSearchIndex();
const count = 10_000;
const divisors = [2, 3, 7, 50, 331, 1000];
index.putMany(
  Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    title: divisors.flatMap((d) => (i % d === 0 ? [`d${d}`] : [])).join(' ') || 'none',
    abstract: 'x '.repeat(i % 13) + (i % 5 === 0 ? 'd2 d7' : ''),
    publishedOn: `2025-01-${String(1 + (i % 28)).padStart(2, '0')}`,
  })),
);
for (let i = 0; i < count; i += 11) index.remove(`p${i}`);

const groups = divisors.flatMap((a, i) => divisors.slice(i).map((b) => [...new Set([a, b])]));

/** `and *` changes nothing but the way a query is evaluated: papers first, scores afterwards. */
describe('many papers', () => {
  it('are ranked for any word as for the same query evaluated the plain way', () => {
    for (const group of groups) {
      const any: Query =
        group.length > 1 ? { kind: 'or', of: group.map((d) => word(`d${d}`)) } : word(`d${group[0]}`);
      const plain: Query = { kind: 'and', of: [any, everything] };
      expect(index.search(any, { limit: 200 })).toEqual(index.search(plain, { limit: 200 }));
    }
  });

  it('are ranked for all words as for the same query evaluated the plain way', () => {
    for (const group of groups.filter(({ length }) => length > 1)) {
      const of = group.map((d) => word(`d${d}`));
      const all = index.search({ kind: 'and', of }, { limit: 200 });
      expect(all).toEqual(index.search({ kind: 'and', of: [...of, everything] }, { limit: 200 }));
    }
  });

  it('are turned page by page as they stand in one list', () => {
    const query: Query = { kind: 'or', of: [word('d2'), word('d7')] };
    const whole = index.search(query, { limit: 200 }).hits;
    const pages = Array.from({ length: 20 }, (_, i) => index.search(query, { from: 10 * i, limit: 10 }).hits);
    expect(pages.flat()).toEqual(whole);
  });
});
