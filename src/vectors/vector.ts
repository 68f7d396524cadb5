/**
 * Turns the words of a paper into a sparse vector: a weight for each term, higher for terms that are rare in papers and that
 * this one repeats. The cosine of two vectors says how alike two papers are, from 0 to 1.
 */
import type { Token } from '../text/analyse.ts';
import { rarityOf } from './document-frequencies.ts';

/** Weights by term: whole numbers above zero, so that sums are exact in any order and all that compare papers agree. */
export type Vector = ReadonlyMap<string, number>;

/** A word of the title counts as two of the abstract, as in the search index. */
export const TITLE_COUNT = 2;
/** More repetitions say nothing more: the search index counts no further. */
export const MOST_COUNTED = 31;

/** 1 + ln of the count, in eighths, by count. Repetitions add less and less. */
const DAMPED = Array.from({ length: MOST_COUNTED + 1 }, (_, count) =>
  count === 0 ? 0 : Math.round(8 * (1 + Math.log(count))),
);

/** The weight of a term that a paper has this often, the title counted twice. */
export function weightOf(term: string, count: number): number {
  return damped(count) * rarityOf(term);
}

/** The weight of a count with a known rarity: what `weightOf` multiplies. */
export function damped(count: number): number {
  return DAMPED[Math.min(count, MOST_COUNTED)]!;
}

/** The texts that make up a vector. */
export type VectorTexts = Readonly<Record<'title' | 'abstract' | 'keyword', readonly Token[]>>;

/** How often each term occurs, the title counted twice. */
export function termCounts({ title, abstract, keyword }: VectorTexts): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (tokens: readonly Token[], count: number) => {
    for (const { term } of tokens) counts.set(term, (counts.get(term) ?? 0) + count);
  };
  add(title, TITLE_COUNT);
  add(abstract, 1);
  add(keyword, 1);
  return counts;
}

/** The vector of these counts. Terms of no weight, such as function words, are left out. */
export function vectorOf(counts: Iterable<readonly [string, number]>): Vector {
  const vector = new Map<string, number>();
  for (const [term, count] of counts) {
    const weight = weightOf(term, count);
    if (weight > 0) vector.set(term, weight);
  }
  return vector;
}

/** The sum of the squares of the weights. */
export function squareOf(vector: Vector): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return sum;
}

/** The sum of the products of the weights of shared terms. Takes the time of the first vector. */
export function dotOf(a: Vector, b: Vector): number {
  let sum = 0;
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0);
  return sum;
}

/** The cosine, from what `dotOf` and `squareOf` return: the same number wherever it is computed. 0 where one is empty. */
export function cosine(dot: number, squareA: number, squareB: number): number {
  return dot === 0 ? 0 : dot / Math.sqrt(squareA * squareB);
}

/** The heaviest terms of a vector, heaviest first; of equal weight in the order of the alphabet. */
export function heaviest(vector: Vector, most: number): [string, number][] {
  return [...vector].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most);
}
