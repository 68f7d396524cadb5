/** Small collections with queries beside the papers that they find: by search, by topics and by their plain meaning. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { createPercolator } from '../../src/percolator/percolator.ts';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';

interface Line extends Paper {
  text?: string;
}

function readLines(name: string): Paper[] {
  const lines = readFileSync(new URL(`../../fixtures/query/${name}`, import.meta.url), 'utf8');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
    .map(({ text, ...paper }) => ({ ...paper, abstract: text ?? paper.abstract }));
}

/** The ids that every reader of the query agrees on. */
function found(typed: string, papers: readonly Paper[]): string[] {
  const parsed = parseQuery(typed);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { query } = parsed;
  const plain = papers.filter((paper) => predicateOf(query)(readPaper(paper))).map(({ id }) => id);
  const index = createSearchIndex();
  index.putMany(papers);
  const searched = index.search(query, { limit: 100 }).hits.map(({ id }) => id);
  expect(searched.sort()).toEqual(plain);
  const stored = parseQuery(printQuery(query));
  const percolator = createPercolator();
  if (stored.ok) percolator.add('topic', stored.query);
  const matched = new Set<number>();
  percolator.match(papers, (_, at) => matched.add(at));
  expect(papers.filter((_, at) => matched.has(at)).map(({ id }) => id)).toEqual(plain);
  return plain;
}

describe('an exclusion', () => {
  const papers = readLines('not-reversed.jsonl');
  const [image = '', video = ''] = papers.map(({ id }) => id);

  test.each<[string, string[]]>([
    ['diffusion -video', [image]],
    ['diffusion not video', [image]],
    ['diffusion and not video', [image]],
    ['diffusion but not video', [image]],
    ['diffusion !video', [image]],
    ['diffusion –video', [image]],
    ['diffusion title:-video', [image]],
    ['author:-brown', [image, video]],
    ['not cat:cs.CV', [video]],
    ['cat:-cs.CV', [video]],
    ['diffusion without video', []],
    ['diffusion "without motion"', [image]],
    ['diffusion without motion', [image]],
  ])('%s finds %j', (typed, ids) => {
    expect(found(typed, papers)).toEqual(ids);
  });

  test('`or not` is refused, with the exclusion as a suggestion', () => {
    expect(parseQuery('diffusion or not video')).toMatchObject({
      ok: false,
      problem: { suggestion: 'diffusion -video' },
    });
  });
});

describe('a list of values', () => {
  const papers = readLines('comma-values.jsonl');
  const [liked = '', other = ''] = papers.map(({ id }) => id);

  test.each<[string, string[]]>([
    ['upvotes:>1,000', [liked]],
    ['upvotes>1,000', [liked]],
    ['widgets cat:cs.AI,cs.LG', [liked, other]],
    ['cat:(cs.AI OR cs.LG)', [liked, other]],
    ['cat:cs.AI, cs.CL', [liked]],
    ['author:a,b', [liked, other]],
    ['author:"B, A"', [liked, other]],
  ])('%s finds %j', (typed, ids) => {
    expect(found(typed, papers)).toEqual(ids);
  });
});

test('a topic of C++ with a star matches what its dry run shows', () => {
  const source = readFileSync(new URL('../../fixtures/query/cpp.json', import.meta.url), 'utf8');
  const { papers } = JSON.parse(source) as { papers: Paper[] };
  expect(found('c++-tran*', papers)).toEqual(['2512.00091']);
});
