import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/query/parse.ts';
import type { Query } from '../../src/query/tree.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';

function queryOf(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.query;
}

const index = createSearchIndex();
index.putMany(
  [
    'Diffusion models for protein folding',
    'Diffusion of innovations',
    'Hyperparameter tuning of transformers',
  ].map((title, i) => ({
    id: `p${i}`,
    title,
    abstract: 'We study reinforcement learning.',
    authors: ['Kaiming He'],
  })),
);
const suggestion = (text: string) => index.suggest(queryOf(text));

describe('did you mean', () => {
  it('mends a word that nobody uses, and gives the query whole', () => {
    expect(suggestion('difusion protein')).toBe('diffusion protein');
    expect(suggestion('title:transfromers -video')).toBe('title:transformers -video');
    expect(suggestion('reinfrocement lerning')).toBe('reinforcement learning');
  });

  it('takes the nearest word, and of those the commonest', () => {
    expect(suggestion('difussion')).toBe('diffusion');
  });

  it('looks for names among names', () => {
    expect(suggestion('author:kaimin')).toBe('author:kaiming');
  });

  it('has nothing to say of words that are in use, or like no other, or too short to tell', () => {
    expect(suggestion('diffusion')).toBeUndefined();
    expect(suggestion('zzyzxqq')).toBeUndefined();
    expect(suggestion('prx')).toBeUndefined();
    expect(suggestion('-difusion folding')).toBeUndefined();
  });
});
