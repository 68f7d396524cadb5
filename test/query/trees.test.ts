/** Printing and parsing undo each other for trees of every kind of token, and the law holds for them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPercolator } from '../../src/percolator/percolator.ts';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';
import { paper, token, tree } from './trees.ts';

test('what is printed is parsed to the same tree', () => {
  fc.assert(
    fc.property(tree, (query) => {
      expect(parseQuery(printQuery(query))).toEqual({ ok: true, query });
    }),
    { numRuns: 1000 },
  );
});

test('a search, a topic and the plain meaning agree on every paper', () => {
  fc.assert(
    fc.property(tree, paper, (query, one) => {
      const holds = predicateOf(query)(readPaper(one));
      const index = createSearchIndex();
      index.put(one);
      expect(index.search(query, { limit: 1 }).total).toBe(holds ? 1 : 0);
      const percolator = createPercolator();
      percolator.add('topic', query);
      const keys: string[] = [];
      percolator.match([one], (key) => keys.push(key));
      expect(keys).toEqual(holds ? ['topic'] : []);
    }),
    { numRuns: 500 },
  );
});

test('any words with a star are a topic that means what its printed form means, or a problem', () => {
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 3 }), (words) => {
      const parsed = parseQuery(`${words.join('-')}*`);
      if (!parsed.ok) return;
      expect(parseQuery(printQuery(parsed.query))).toEqual(parsed);
    }),
    { numRuns: 500 },
  );
});

test('what is typed in plain words is printed so that it is parsed to the same tree', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...'fine tuning fine-tuning machine learning machinelearning open source code the of'.split(' '),
    ),
    fc.constantFrom(...'state-of-the-art not no without nor cannot or and OR AND NOT - ( ) "'.split(' ')),
    fc.constantFrom(
      ...'rl reinforcement llms large language model title:(reinforcement keyword:large'.split(' '),
    ),
    fc.constantFrom(
      ...'title: author: keyword:( abs: year:2024 cat:cs.LG has:code transform* , ,, ; hyper'.split(' '),
    ),
  );
  const gap = fc.constantFrom(' ', ' ', ' ', '');
  const typed = fc
    .array(fc.tuple(piece, gap), { minLength: 1, maxLength: 9 })
    .map((parts) => parts.flat().join('').trim());
  fc.assert(
    fc.property(typed, (text) => {
      const parsed = parseQuery(text);
      if (!parsed.ok) return;
      expect(parseQuery(printQuery(parsed.query))).toEqual(parsed);
    }),
    { numRuns: 1000 },
  );
});
