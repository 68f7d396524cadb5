import { describe, expect, it } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import type { Query } from '../../src/query/tree.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';

const word = (term: string): Query => ({ kind: 'word', field: 'any', term, text: term });

/** A thousand papers of the same few words, so that every list is long. */
const papers = Array.from({ length: 1000 }, (_, i): Paper => {
  const abstract = Array.from({ length: 120 }, (_, k) => `w${(i * k) % 17}`).join(' ');
  return { id: `p${i}`, title: `w${i % 5} v${i}`, abstract };
});
const index = createSearchIndex();
index.putMany(papers);

// Nothing here is timed: what is quadratic takes minutes, which the tests' own timeout ends.

describe('a query as large as the parser allows', () => {
  it('of a hundred phrases of common words is answered', () => {
    const phrases = Array.from({ length: 100 }, (_, i): Query => {
      const path = Array.from({ length: 8 }, (_, k) => `w${(i + k) % 17}`);
      return { kind: 'phrase', field: 'any', paths: [path], text: path.join(' ') };
    });
    expect(index.search({ kind: 'or', of: phrases }, { limit: 10 }).total).toBeLessThanOrEqual(1000);
  });

  it('of a hundred prefixes that begin everything is answered', () => {
    const prefixes = Array.from({ length: 100 }, (): Query => ({ kind: 'prefix', field: 'any', start: 'w' }));
    expect(index.search({ kind: 'and', of: prefixes }, { limit: 10 }).total).toBe(1000);
  });

  it('that is deep is answered', () => {
    let query = word('w1');
    for (let depth = 0; depth < 16; depth++)
      query = {
        kind: depth % 2 ? 'or' : 'and',
        of: [query, { kind: 'not', of: word(`w${depth}`) }, word('w2')],
      };
    expect(index.search(query, { limit: 10 }).total).toBeLessThanOrEqual(1000);
  });

  it('of a hundred misspelt words is given a suggestion, or none, at once', () => {
    const words = Array.from({ length: 100 }, (_, i) => word(`vvvvvvvvv${i}`));
    index.suggest({ kind: 'and', of: words });
  });
});

describe('a paper without bounds', () => {
  it('of one word thirty thousand times is indexed, and its phrases are found', () => {
    const endless = createSearchIndex();
    endless.put({ id: 'a', title: 'Again', abstract: 'again '.repeat(30_000) });
    const path = Array.from({ length: 50 }, () => 'again');
    const query: Query = { kind: 'phrase', field: 'any', paths: [path], text: '' };
    expect(endless.search(query, { limit: 1 }).total).toBe(1);
  });

  it('with no text at all is found by everything that asks for none', () => {
    const empty = createSearchIndex();
    empty.put({ id: 'a', title: ' ', abstract: '' });
    expect(empty.search({ kind: 'all' }, { limit: 1 }).hits).toEqual([{ id: 'a', score: 0 }]);
    expect(empty.closest(word('x'), { limit: 1 }).total).toBe(0);
  });
});

it('forgets papers a thousand at a time without slowing down', () => {
  const shrinking = createSearchIndex();
  shrinking.putMany(papers);
  for (const { id } of papers) shrinking.remove(id);
  expect(shrinking.search({ kind: 'all' }, { limit: 1 })).toEqual({ total: 0, hits: [] });
});
