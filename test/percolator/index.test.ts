import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { createTopics, type Topics } from '../../src/percolator/index.ts';
import { readPaper } from '../../src/query/document.ts';
import { compile } from '../../src/query/meaning.ts';
import { reasonFor } from '../../src/query/reason.ts';
import type { Query } from '../../src/query/tree.ts';
import { madeId, madePaper, madeQuery } from '../search/made.ts';

/** Every pair that matches, by asking every query of every paper. */
function slowMatches(queries: ReadonlyMap<string, Query>, papers: readonly Paper[]): string[] {
  const documents = papers.map(readPaper);
  return [...queries].flatMap(([key, query]) => {
    const holds = compile(query);
    return documents.flatMap((document, paper) => (holds(document) ? [`${key} ${paper}`] : []));
  });
}

function matchesOf(topics: Topics, papers: readonly Paper[]): string[] {
  const found: string[] = [];
  topics.match(papers).each((key, paper) => found.push(`${key} ${paper}`));
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
        const topics = createTopics();
        const kept = new Map(queries.map((query, i) => [`s${i}`, query]));
        for (const [key, query] of kept) topics.add(key, query);
        expect(matchesOf(topics, papers).sort()).toEqual(slowMatches(kept, papers).sort());
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
        const topics = createTopics();
        const kept = new Map<string, Query>();
        for (const { key: changed, query } of steps) {
          if (query) {
            topics.add(changed, query);
            kept.set(changed, query);
          } else expect(topics.remove(changed)).toBe(kept.delete(changed));
        }
        expect(topics.size).toBe(kept.size);
        expect(matchesOf(topics, papers).sort()).toEqual(slowMatches(kept, papers).sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe('matches', () => {
  it('are the same by topic, by paper and one by one', () => {
    fc.assert(
      fc.property(fc.array(madeQuery, { maxLength: 12 }), manyPapers, (queries, papers) => {
        const topics = createTopics();
        queries.forEach((query, i) => {
          topics.add(`s${i}`, query);
        });
        const matches = topics.match(papers);
        const each = matchesOf(topics, papers).sort();
        const byTopic = [...matches.byTopic()].flatMap(({ keys, papers: places }) =>
          keys.flatMap((key) => places.map((place) => `${key} ${place}`)),
        );
        const byPaper = papers.flatMap((_, place) => matches.keysOf(place).map((key) => `${key} ${place}`));
        expect(byTopic.sort()).toEqual(each);
        expect(byPaper.sort()).toEqual(each);
      }),
      { numRuns: 200 },
    );
  });

  it('carry their reason', () => {
    const topics = createTopics();
    topics.add('a', word('diffus'));
    const paper = paperOf('Diffusion of ideas');
    const reason = topics.match([paper]).reason('a', 0);
    expect(reason).toEqual(reasonFor(word('diffus'), readPaper(paper)));
    expect(reason?.words).toEqual(['Diffusion']);
  });

  it('reach beyond one batch of papers', () => {
    const topics = createTopics();
    topics.add('a', word('last'));
    const papers = Array.from({ length: 2500 }, (_, i) => ({
      ...paperOf(i === 2400 ? 'The last' : 'One'),
      id: `${i}`,
    }));
    expect(matchesOf(topics, papers)).toEqual(['a 2400']);
    expect(topics.match(papers).keysOf(2400)).toEqual(['a']);
  });
});

describe('topics that mean the same', () => {
  it('are kept once, whatever the order of their words', () => {
    const topics = createTopics();
    topics.add('a', { kind: 'and', of: [word('x'), word('y')] });
    topics.add('b', { kind: 'and', of: [word('y'), word('x'), word('x')] });
    expect([topics.size, topics.distinct]).toEqual([2, 1]);
    topics.remove('a');
    topics.remove('b');
    expect([topics.size, topics.distinct]).toEqual([0, 0]);
  });

  it('come back as a query of the same meaning', () => {
    fc.assert(
      fc.property(madeQuery, manyPapers, (query, papers) => {
        const topics = createTopics();
        topics.add('a', query);
        const [kept, asked] = [compile(topics.query('a')!), compile(query)];
        return papers.map(readPaper).every((document) => kept(document) === asked(document));
      }),
      { numRuns: 200 },
    );
  });
});

it('forgets what is followed no more, and goes on matching', () => {
  const topics = createTopics();
  for (let i = 0; i < 5000; i++) topics.add(`s${i}`, word(`w${i % 700}`));
  for (let i = 0; i < 4990; i++) topics.remove(`s${i}`);
  expect(topics.size).toBe(10);
  expect(matchesOf(topics, [paperOf(`w${4995 % 700} w${4980 % 700}`)])).toEqual(['s4995 0']);
});
