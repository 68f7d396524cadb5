import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaperId } from '../../src/model/channel-id.ts';
import type { Paper } from '../../src/model/paper.ts';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import type { Query } from '../../src/query/tree.ts';
import { loosen } from '../../src/search/loosen.ts';
import { createSearchIndex, type SearchResult } from '../../src/search/search-index.ts';
import { madeId, madePaper, madeQuery } from './made.ts';
import { slowSearch } from './slow.ts';

const alike = (a: number, b: number) => Math.abs(a - b) < 1e-9;

/**
 * The same papers with the same scores in the same order. Scores that are equal on paper may differ in their last digit, as sums
 * are taken in another order; such papers may stand either way.
 */
function expectSame(found: SearchResult, expected: SearchResult): void {
  expect(found.total).toBe(expected.total);
  expect(found.hits.length).toBe(expected.hits.length);
  for (const [i, { id, score }] of expected.hits.entries()) {
    const hit = found.hits[i]!;
    expect(hit.score).toBeCloseTo(score, 9);
    const isApart = [i - 1, i + 1].every((k) => !alike(score, expected.hits[k]?.score ?? Number.NaN));
    const isEqual = [i - 1, i + 1].some((k) => found.hits[k]?.score === hit.score);
    // Where the list is cut, an equal may have fallen behind the cut.
    const isCut = i === expected.hits.length - 1 && expected.total > expected.hits.length;
    if ((isApart && !isCut) || (isEqual && score === 0)) expect(hit.id).toBe(id);
  }
}

const manyPapers = fc.uniqueArray(madePaper(madeId), { selector: (paper) => paper.id, maxLength: 10 });

type Step = { put: Paper } | { remove: string } | { ask: true };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: madePaper(madeId).map((put): Step => ({ put })) },
    { weight: 2, arbitrary: madeId.map((remove): Step => ({ remove })) },
    { weight: 2, arbitrary: fc.constant<Step>({ ask: true }) },
  ),
  { maxLength: 40 },
);

describe('the law', () => {
  it('a search of one paper finds it exactly when the query holds for it', () => {
    fc.assert(
      fc.property(madePaper(madeId), madeQuery, (paper, query) => {
        const index = createSearchIndex();
        index.put(paper);
        return index.search(query, { limit: 10 }).total === Number(predicateOf(query)(readPaper(paper)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('searching many papers', () => {
  it('gives what reading every paper gives, scores and order included', () => {
    fc.assert(
      fc.property(
        manyPapers,
        madeQuery,
        fc.constantFrom(1, 3, 100),
        fc.nat(3),
        fc.constantFrom('clip', 'CLIP', 'GPT-4'),
        (papers, query, limit, from, asTyped) => {
          const index = createSearchIndex();
          index.putMany(papers);
          const options = { limit, from, asTyped };
          expectSame(index.search(query, options), slowSearch(papers, query, options));
        },
      ),
      { numRuns: 700 },
    );
  });

  it('finds the closest as reading every paper would', () => {
    fc.assert(
      fc.property(manyPapers, madeQuery, (papers, query) => {
        const index = createSearchIndex();
        index.putMany(papers);
        const expected = slowSearch(papers, query, { limit: 20 }, loosen(query));
        expectSame(index.closest(query, { limit: 20 }), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('counts no word as near to itself, also where one of the two has a synonym', () => {
    const rl = [{ text: 'RL', paths: [['rl']] }];
    const word = { kind: 'word', field: 'any', term: 'reinforc', text: 'reinforcement' } as const;
    const query: Query = { kind: 'or', of: [word, { ...word, synonyms: rl }] };
    const papers = [{ id: 'a', title: 'reinforcement learning reinforcement learning', abstract: '' }];
    const index = createSearchIndex();
    index.putMany(papers);
    expectSame(index.search(query, { limit: 20 }), slowSearch(papers, query, { limit: 20 }));
  });

  it('says which of some papers match as searching all of them does, and knows no others', () => {
    fc.assert(
      fc.property(manyPapers, madeQuery, fc.integer({ min: 1, max: 4 }), (papers, query, step) => {
        const index = createSearchIndex();
        index.putMany(papers);
        const some = [...new Set(papers.map(({ id }) => id))].filter((_, at) => at % step === 0);
        const found = new Set(slowSearch(papers, query, { limit: papers.length }).hits.map(({ id }) => id));
        expect(index.matching(query, [...some, 'unheard'])).toEqual(some.filter((id) => found.has(id)));
      }),
      { numRuns: 300 },
    );
  });

  it('orders by date and by votes when asked to', () => {
    fc.assert(
      fc.property(
        manyPapers,
        madeQuery,
        fc.constantFrom('date' as const, 'votes' as const),
        (papers, query, sort) => {
          const index = createSearchIndex();
          index.putMany(papers);
          const options = { limit: 5, sort };
          expectSame(index.search(query, options), slowSearch(papers, query, options));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('an index that changes', () => {
  it('answers as one built afresh from what is left', () => {
    fc.assert(
      fc.property(steps, fc.array(madeQuery, { minLength: 1, maxLength: 4 }), (changes, queries) => {
        const index = createSearchIndex();
        const left = new Map<string, Paper>();
        for (const step of changes) {
          if ('put' in step) {
            index.put(step.put);
            left.set(step.put.id, step.put);
          } else if ('remove' in step) {
            expect(index.remove(step.remove)).toBe(left.delete(step.remove));
          } else index.search({ kind: 'all' }, { limit: 1 });
        }
        expect(index.size).toBe(left.size);
        for (const query of queries)
          expectSame(
            index.search(query, { limit: 100 }),
            slowSearch([...left.values()], query, { limit: 100 }),
          );
      }),
      { numRuns: 300 },
    );
  });

  it('still finds a word by its other spelling when only one spelling is left', () => {
    const index = createSearchIndex();
    for (const title of ['network', 'networks']) index.put({ id: title as PaperId, title, abstract: '' });
    index.remove('networks');
    const asked = { kind: 'word', field: 'any', term: 'network', text: 'networks' } as const;
    expect(index.search(asked, { limit: 2 }).hits.map(({ id }) => id)).toEqual(['network']);
  });
});
