/** The slow, obvious search that the index must agree with: every paper read, every leaf counted, nothing remembered. */
import type { Paper } from '../../src/model/paper.ts';
import { type Document, readPaper } from '../../src/query/document.ts';
import { isNameField } from '../../src/query/fields.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { meaningKey } from '../../src/query/print.ts';
import { fieldsOf, type PaperField, type Query, type TextLeaf } from '../../src/query/tree.ts';
import { type LooseQuery, strictly } from '../../src/search/loosen.ts';
import { scoredLeaves } from '../../src/search/score.ts';
import type { SearchOptions, SearchResult } from '../../src/search/search-index.ts';
import { type Token, wordsInCapitals } from '../../src/text/analyse.ts';

const weights: Record<PaperField, number> = {
  title: 2,
  abstract: 1,
  keyword: 1,
  author: 1,
  org: 1,
  source: 1,
};

/** The texts whose words count for a leaf: `title:` says which papers, not how often. */
function countedFields(leaf: TextLeaf): readonly PaperField[] {
  return isNameField(leaf.field) ? [leaf.field] : fieldsOf('any');
}

/** Positions where a path ends. */
function endsOf(tokens: readonly Token[], path: readonly string[]): Set<number> {
  let ends: Set<number> | undefined;
  for (const term of path) {
    const next = new Set<number>();
    for (const token of tokens)
      if (token.term === term && (!ends || ends.has(token.position))) next.add(token.position + token.length);
    ends = next;
  }
  return ends ?? new Set();
}

/** A way of writing that two synonyms share is counted once. */
function distinct(paths: string[][]): string[][] {
  return [...new Map(paths.map((path) => [path.join(' '), path])).values()];
}

function frequencyIn(tokens: readonly Token[], leaf: TextLeaf): number {
  if (leaf.kind !== 'prefix') {
    const own = leaf.kind === 'word' ? [[leaf.term]] : leaf.paths;
    const all =
      leaf.synonyms === undefined ? own : distinct([...own, ...leaf.synonyms.flatMap(({ paths }) => paths)]);
    return all.reduce((sum, path) => sum + endsOf(tokens, path).size, 0);
  }
  return Number(tokens.some((token) => token.word.startsWith(leaf.start)));
}

function frequencyOf({ tokens }: Document, leaf: TextLeaf): number {
  let sum = 0;
  for (const field of countedFields(leaf)) {
    // Of a prefix it is known only in which texts it is; abstract and keywords are one there.
    if (leaf.kind === 'prefix' && field === 'keyword' && frequencyIn(tokens.abstract, leaf) > 0) continue;
    sum += weights[field] * frequencyIn(tokens[field], leaf);
  }
  return Math.min(sum, 31);
}

function lengthOf({ tokens }: Document): number {
  const words = (field: PaperField) => tokens[field].filter(({ length }) => length === 1).length;
  return 2 * words('title') + words('abstract') + words('keyword');
}

function share(frequency: number, document: Document, all: readonly Document[]): number {
  const meanLength = all.reduce((sum, other) => sum + lengthOf(other), 0) / all.length;
  const damping = 1.5 * (1 - 0.6 + (0.6 * lengthOf(document)) / Math.max(meanLength, 1));
  return (2.5 * frequency) / (frequency + damping);
}

const rarityOf = (holders: number, papers: number) =>
  Math.log(1 + (papers - holders + 0.5) / (holders + 0.5));

function rarity(leaf: TextLeaf, all: readonly Document[]): number {
  return rarityOf(all.filter(predicateOf(leaf)).length, all.length);
}

const spell = (text: string) => text.replace(/[-, ]+/g, '');

/** How many of the forms asked for a leaf are there: its spelling, and its capitals where those were typed. */
function exactForms({ tokens }: Document, leaf: TextLeaf, asTyped: string): boolean[] {
  if (leaf.kind !== 'word' || leaf.field === 'author' || leaf.field === 'org') return [];
  const spelling = spell(leaf.text);
  const exact = fieldsOf(leaf.field).flatMap((field) =>
    tokens[field].filter(({ word, term }) => word === spelling && term === leaf.term),
  );
  const isTyped = wordsInCapitals(asTyped).has(spelling);
  return [exact.length > 0, isTyped && exact.some(({ inCapitals }) => inCapitals)];
}

/** For each form that is there: as much as a leaf can be worth where it is alone, else half of that in all. */
function slowExact(
  { query, shadows, scored }: LooseQuery,
  document: Document,
  all: readonly Document[],
  asTyped: string,
) {
  const leaves = scored ?? scoredLeaves(query);
  let bonus = 0;
  for (const leaf of leaves) {
    const shadow = shadows.get(leaf);
    if (shadow !== undefined && predicateOf(shadow)(document)) continue;
    exactForms(document, leaf, asTyped).forEach((isThere, form) => {
      if (!isThere) return;
      const holders = all.filter((other) => exactForms(other, leaf, asTyped)[form]).length;
      bonus += (leaves.length === 1 ? 2.5 : 1.25 / leaves.length) * rarityOf(holders, all.length);
    });
  }
  return bonus;
}

/** BM25 as the books have it, k1 1.5 and b 0.6, a leaf of any kind taken as one term. */
export function slowScore(
  { query, shadows, scored }: LooseQuery,
  document: Document,
  all: readonly Document[],
): number {
  const holds = (leaf: Query | undefined) => leaf !== undefined && predicateOf(leaf)(document);
  let score = 0;
  for (const leaf of scored ?? scoredLeaves(query))
    if (holds(leaf) && !holds(shadows.get(leaf)))
      score += rarity(leaf, all) * share(frequencyOf(document, leaf), document, all);
  return score;
}

/** How often two terms stand within two positions of each other, in one text. */
function nearIn(tokens: readonly Token[], a: string, b: string): number {
  let count = 0;
  for (const first of tokens)
    for (const second of tokens) {
      const apart = Math.abs(first.position - second.position);
      if (first.term === a && second.term === b && apart > 0 && apart <= 2) count++;
    }
  return count;
}

/** A tenth of a term for each two neighbouring words of the query that stand near each other. */
export function slowNearness(
  { query, shadows, scored }: LooseQuery,
  document: Document,
  all: readonly Document[],
): number {
  const leaves = scored ?? scoredLeaves(query);
  /** Of leaves with one meaning, `RL` and `reinforcement-learning`, the first stands for all. */
  const asFirst = (leaf: TextLeaf) => leaves.find((one) => meaningKey(one) === meaningKey(leaf)) ?? leaf;
  let bonus = 0;
  leaves.slice(1).forEach((leaf, i) => {
    const [first, second] = [asFirst(leaves[i]!), asFirst(leaf)];
    if (shadows.has(leaf) || first.kind !== 'word' || second.kind !== 'word' || first.term === second.term)
      return;
    if (first.field !== 'any' || second.field !== 'any') return;
    const { title, abstract, keyword } = document.tokens;
    const [a, b] = [first.term, second.term];
    const count = Math.min(31, 2 * nearIn(title, a, b) + nearIn(abstract, a, b) + nearIn(keyword, a, b));
    if (count === 0) return;
    bonus += (0.1 * (rarity(first, all) + rarity(second, all)) * share(count, document, all)) / 2;
  });
  return bonus;
}

/** What the index must answer. Scores are compared with a tolerance: the order of sums differs. */
export function slowSearch(
  papers: readonly Paper[],
  query: Query,
  options: SearchOptions,
  loose: LooseQuery = strictly(query, options.asTyped),
): SearchResult {
  const all = papers.map(readPaper);
  const keyOf = (document: Document): number => {
    if (options.sort === 'votes') return document.paper.upvotes ?? -1;
    if (options.sort === 'date') return 0;
    // All of them are among the first thirty here, so all are put in order by nearness too.
    return (
      slowScore(loose, document, all) +
      slowNearness(loose, document, all) +
      slowExact(loose, document, all, options.asTyped ?? '')
    );
  };
  const found = all
    .filter(predicateOf(loose.query))
    .map((document) => ({ paper: document.paper, key: Number(keyOf(document).toFixed(9)) }))
    .sort(
      (a, b) =>
        b.key - a.key ||
        (b.paper.publishedOn ?? '').localeCompare(a.paper.publishedOn ?? '') ||
        (a.paper.id < b.paper.id ? -1 : 1),
    );
  const hits = found.map(({ paper, key }) => ({
    id: paper.id,
    score: options.sort === undefined || options.sort === 'relevance' ? key : 0,
  }));
  const from = options.from ?? 0;
  return { total: found.length, hits: hits.slice(from, from + options.limit) };
}
