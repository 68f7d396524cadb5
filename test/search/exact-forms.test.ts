/** The exact form ranks above its relatives, whatever else speaks for them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { parseQuery } from '../../src/query/parse.ts';
import type { Query } from '../../src/query/tree.ts';
import { createSearchIndex, loadSearchIndex, type SearchIndex } from '../../src/search/search-index.ts';

const paper = (id: string, title: string, abstract = ''): Paper => ({ id, title, abstract });

/** The relative has every advantage: the title, the count, a short text, no other words. */
const papers = [
  paper('clip', 'Gradient clipping: clip, clip and clip', 'Clip gradients. Clipping clips.'),
  paper('CLIP', 'A study of image retrieval', 'Among many other things we also try CLIP once, at the end.'),
  paper('token', 'Tokenizers', 'Tokenizers and tokenizers and tokenization.'),
  paper('tokenizer', 'On text', `${'A long text about something else. '.repeat(20)} One tokenizer is used.`),
  paper('optimizer', 'The optimizer', 'One optimizer, one more optimizer, an optimizer again.'),
  paper('optimizers', 'On training', 'Here we compare several methods; optimizers are held fixed.'),
  paper('scale', 'Scale, scaled, scales', 'Scaling is in the abstract only: scaling, scaling, scaling.'),
  paper('scaling', 'Notes on scaling in the long run and other matters of interest', 'No more of it.'),
  paper('colour', 'An aside', 'The colour of one figure.'),
  paper('color', 'Color, color and colors', 'Color.'),
];

function read(typed: string): Query {
  const parsed = parseQuery(typed);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.query;
}

const first = (index: SearchIndex, typed: string) =>
  index.search(read(typed), { limit: 3, asTyped: typed }).hits[0]?.id;

describe('the exact form', () => {
  const built = createSearchIndex();
  built.putMany(papers);
  const merged = createSearchIndex();
  for (const one of papers) {
    merged.put(one);
    merged.search({ kind: 'all' }, { limit: 1 });
  }
  const kept = loadSearchIndex(built.save('x'), 'x') as SearchIndex;

  test.each([
    ['CLIP', 'CLIP'],
    ['clip -CLIP', undefined],
    ['tokenizer', 'tokenizer'],
    ['tokenizers', 'token'],
    ['optimizers', 'optimizers'],
    ['optimizer', 'optimizer'],
    ['title:scaling', 'scaling'],
    ['colour', 'colour'],
    ['color', 'color'],
  ])('of %s is first in an index that was built, merged or kept', (typed, id) => {
    for (const index of [built, merged, kept]) expect(first(index, typed)).toBe(id);
  });

  test('never changes which papers are found', () => {
    const capitals = built.search(read('CLIP'), { limit: 9, asTyped: 'CLIP' });
    const small = built.search(read('clip'), { limit: 9, asTyped: 'clip' });
    expect(capitals.total).toBe(small.total);
    expect(new Set(capitals.hits.map(({ id }) => id))).toEqual(new Set(small.hits.map(({ id }) => id)));
  });

  test('comes before every relative, for any one word and any papers', () => {
    const word = fc.constantFrom('model', 'models', 'modelling', 'CLIP', 'clip', 'clipping', 'other');
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    const made = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(made, fc.constantFrom('models', 'modelling', 'clip', 'clipping'), (texts, asked) => {
        const index = createSearchIndex();
        index.putMany(texts.map(([title, abstract], at) => paper(`p${at}`, title, abstract)));
        const { hits } = index.search(read(asked), { limit: 99 });
        const isExact = hits.map(({ id }) => {
          const [title, abstract] = texts[Number(id.slice(1))] as [string, string];
          return `${title} ${abstract}`.toLowerCase().split(' ').includes(asked);
        });
        expect(isExact.lastIndexOf(true)).toBeLessThan(isExact.includes(false) ? isExact.indexOf(false) : 99);
      }),
    );
  });
});

describe('the scores of a few papers', () => {
  test('know the capitals that were typed', () => {
    const index = createSearchIndex();
    index.putMany([
      paper('p0', 'A clip', 'clip clip'),
      paper('p1', 'CLIP for everyone', 'Images and words.'),
    ]);
    const scores = (asTyped: string) => index.scores(read(asTyped), ['p0', 'p1'], asTyped);
    expect(scores('CLIP').get('p1')).toBeGreaterThan(scores('CLIP').get('p0') as number);
    expect(scores('clip').get('p0')).toBeGreaterThan(scores('clip').get('p1') as number);
  });

  test('are those that a search gives them', () => {
    const index = createSearchIndex();
    index.putMany(papers);
    for (const typed of [
      'optimizers',
      'gradient clipping',
      '"image retrieval" OR scaling',
      'colour OR token*',
    ]) {
      const { hits } = index.search(read(typed), { limit: 99 });
      const scores = index.scores(read(typed), [...hits.map(({ id }) => id), 'unheard']);
      // Without a score, a paper counts as one that a search skips because the query is too broad.
      expect(scores.get('unheard')).toBe(0);
      expect(scores.size).toBe(hits.length + 1);
      for (const { id, score } of hits) expect(scores.get(id)).toBeCloseTo(score, 9);
    }
  });
});
