import { describe, expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { createPercolator } from '../../src/percolator/percolator.ts';
import { readPaper } from '../../src/query/document.ts';
import { likeOf, printLike, readLike, withoutLikeWords } from '../../src/query/like.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';

const lora: Paper = {
  id: '2508.01234',
  title: 'Low-rank adapters for continual fine-tuning',
  abstract: 'We tune low-rank adapters one task after the other, and show that adapters forget less.',
};
const near: Paper = {
  id: '2508.05555',
  title: 'Merging low-rank adapters',
  abstract: 'Adapters of low rank are merged after fine-tuning, so that continual learning forgets less.',
};
const far: Paper = {
  id: '2508.09999',
  title: 'Galaxy rotation curves',
  abstract: 'We measure how galaxies rotate, and what that says about dark matter.',
};

function topic() {
  const like = likeOf(lora);
  if (like === undefined) throw new Error('the paper has words');
  return like;
}

describe('papers like one', () => {
  test('carry its words, heaviest first, so that the query means the same without the paper', () => {
    const like = topic();
    expect(like.id).toBe('2508.01234');
    expect(like.words.slice(0, 3)).toContain('adapters^4');
    expect(readLike(printLike(like))).toEqual(like);
  });

  test('match by search, by topic and by the plain meaning alike', () => {
    const text = `like:"${printLike(topic())}"`;
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(printQuery(parsed.query)).toBe(text);
    const papers = [lora, near, far];
    const meant = papers.filter((paper) => predicateOf(parsed.query)(readPaper(paper))).map(({ id }) => id);
    expect(meant).toEqual([lora.id, near.id]);
    const index = createSearchIndex();
    index.putMany(papers);
    const { hits } = index.search(parsed.query, { limit: 5 });
    expect(hits.map(({ id }) => id)).toEqual([lora.id, near.id]);
    expect(hits[0]!.score).toBeGreaterThan(hits[1]!.score);
    const percolator = createPercolator();
    percolator.add('key', parsed.query);
    const found: number[] = [];
    percolator.match(papers, (_, at) => found.push(at));
    expect(found).toEqual([0, 1]);
  });

  test('are not asked for by an id alone, whose paper is not here, and the query says so', () => {
    const parsed = parseQuery('like:2508.01234');
    expect(parsed).toMatchObject({ ok: false, problem: { message: expect.stringContaining('stored here') } });
    expect(parseQuery('diffusion like:"attention is all"').ok).toBe(false);
  });

  test('are shown by the id of the one that they are like', () => {
    expect(withoutLikeWords(`rl like:"${printLike(topic())}" -video`)).toBe('rl like:2508.01234 -video');
    const value = `"${printLike(topic())}"`;
    expect(withoutLikeWords(`like:${value},${value} "x: y"`)).toBe('like:2508.01234,2508.01234 "x: y"');
  });

  test('a paper without a word has none like it', () => {
    expect(likeOf({ id: 'x', title: 'The', abstract: '' })).toBeUndefined();
  });

  test('a title with the word like before its colon is a title', () => {
    expect(parseQuery('What is it like: bats and machines').ok).toBe(true);
  });
});
