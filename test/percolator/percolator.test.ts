import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { createClauses } from '../../src/percolator/clauses.ts';
import { compileQuery, decompileQuery } from '../../src/percolator/compiler.ts';
import { createPercolator, type Percolator } from '../../src/percolator/percolator.ts';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import type { Query } from '../../src/query/tree.ts';
import { madeId, madePaper, madeQuery } from '../search/made.ts';

/** Every pair that matches, by asking every query of every paper. */
function slowMatches(queries: ReadonlyMap<string, Query>, papers: readonly Paper[]): string[] {
  const documents = papers.map(readPaper);
  return [...queries].flatMap(([key, query]) => {
    const holds = predicateOf(query);
    return documents.flatMap((document, paper) => (holds(document) ? [`${key} ${paper}`] : []));
  });
}

function matchesOf(percolator: Percolator, papers: readonly Paper[]): string[] {
  const found: string[] = [];
  percolator.match(papers, (key, paper) => found.push(`${key} ${paper}`));
  return found;
}

const manyPapers = fc.array(madePaper(madeId), { maxLength: 40 });
const word = (term: string): Query => ({ kind: 'word', field: 'any', term, text: term });

function paperOf(title: string): Paper {
  return { id: title, title, abstract: '' };
}

describe('the law', () => {
  it('a subscription matches exactly the papers for which its query holds', () => {
    fc.assert(
      fc.property(fc.array(madeQuery, { maxLength: 12 }), manyPapers, (queries, papers) => {
        const percolator = createPercolator();
        const kept = new Map(queries.map((query, i) => [`s${i}`, query]));
        for (const [key, query] of kept) percolator.add(key, query);
        expect(matchesOf(percolator, papers).sort()).toEqual(slowMatches(kept, papers).sort());
      }),
      { numRuns: 400 },
    );
  });

  it('holds while subscriptions come, change and go', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const step = fc.oneof(
      fc.record({ key, query: madeQuery }),
      key.map((gone) => ({ key: gone, query: undefined })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), manyPapers, (steps, papers) => {
        const percolator = createPercolator();
        const kept = new Map<string, Query>();
        for (const { key: changed, query } of steps) {
          if (query) {
            percolator.add(changed, query);
            kept.set(changed, query);
          } else expect(percolator.remove(changed)).toBe(kept.delete(changed));
        }
        expect(percolator.size).toBe(kept.size);
        expect(matchesOf(percolator, papers).sort()).toEqual(slowMatches(kept, papers).sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe('matches', () => {
  it('reach beyond one batch of papers', () => {
    const percolator = createPercolator();
    percolator.add('a', word('last'));
    const papers = Array.from({ length: 2500 }, (_, i) => ({
      ...paperOf(i === 2400 ? 'The last' : 'One'),
      id: `${i}`,
    }));
    expect(matchesOf(percolator, papers)).toEqual(['a 2400']);
  });
});

describe('topics that mean the same', () => {
  it('are kept once, whatever the order of their words', () => {
    const percolator = createPercolator();
    percolator.add('a', { kind: 'and', of: [word('x'), word('y')] });
    percolator.add('b', { kind: 'and', of: [word('y'), word('x'), word('x')] });
    expect([percolator.size, percolator.distinct]).toEqual([2, 1]);
    percolator.remove('a');
    percolator.remove('b');
    expect([percolator.size, percolator.distinct]).toEqual([0, 0]);
  });

  it('decompile to a query of the same meaning', () => {
    fc.assert(
      fc.property(madeQuery, manyPapers, (query, papers) => {
        const clauses = createClauses();
        const codes = Uint32Array.from(compileQuery(query, clauses));
        const [kept, asked] = [predicateOf(decompileQuery(codes, 0, clauses)), predicateOf(query)];
        return papers.map(readPaper).every((document) => kept(document) === asked(document));
      }),
      { numRuns: 200 },
    );
  });
});

it('forgets what is followed no more, and goes on matching', () => {
  const percolator = createPercolator();
  for (let i = 0; i < 5000; i++) percolator.add(`s${i}`, word(`w${i % 700}`));
  for (let i = 0; i < 4990; i++) percolator.remove(`s${i}`);
  expect(percolator.size).toBe(10);
  expect(matchesOf(percolator, [paperOf(`w${4995 % 700} w${4980 % 700}`)])).toEqual(['s4995 0']);
});
