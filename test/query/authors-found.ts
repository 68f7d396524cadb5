/** Which of some authors a query finds, as told by its meaning, by search and by topics alike. */
import { expect } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { createPercolator } from '../../src/percolator/percolator.ts';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { leavesOf, type Query } from '../../src/query/tree.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';
import { paperOf } from '../app/world.ts';

/** A paper by each of these authors, and two others. */
export const papersBy = (names: readonly string[]) =>
  names.map((name) => paperOf(name, { authors: ['Bo Li Xu', name, 'Al Ray'] }));

/** The names, of those that have a paper, that the query finds. */
export const authorsFound = (typed: string, names: readonly string[]) => titlesFound(typed, papersBy(names));

/** How many paths the query looks for. */
export const pathsOfAuthor = (typed: string) =>
  leavesOf(read(typed)).reduce((sum, leaf) => sum + (leaf.kind === 'phrase' ? leaf.paths.length : 1), 0);

function read(typed: string): Query {
  const parsed = parseQuery(typed);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.query;
}

/** The titles of the papers that a query finds. */
export function titlesFound(typed: string, papers: readonly Paper[]): string[] {
  const query = read(typed);
  const named = (ids: readonly string[]) =>
    papers.filter(({ id }) => ids.includes(id)).map(({ title }) => title);
  const holds = predicateOf(query);
  const meant = papers.filter((paper) => holds(readPaper(paper))).map(({ id }) => id);
  const index = createSearchIndex();
  index.putMany(papers);
  const searched = index.search(query, { limit: 999 }).hits.map(({ id }) => id);
  const sent: string[] = [];
  const percolator = createPercolator();
  percolator.add('topic', query);
  percolator.match(papers, (_, at) => sent.push(papers[at]?.id ?? ''));
  expect(searched.toSorted()).toEqual(meant.toSorted());
  expect(sent.toSorted()).toEqual(meant.toSorted());
  return named(meant);
}
