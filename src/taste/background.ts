/** Holds papers at random as rows of numbers: what taste is learned against, and what a score is compared with. */

import type { Vector } from '../vectors/vector.ts';
import { squareOf } from '../vectors/vector.ts';
import { type Row, rowOf } from './rows.ts';

export interface Background {
  rows: readonly Row[];
  /** The mean of all rows. */
  mean: ReadonlyMap<string, number>;
}

export function toBackground(vectors: readonly Vector[]): Background {
  const mean = new Map<string, number>();
  for (const vector of vectors) {
    const share = 1 / vectors.length / Math.sqrt(squareOf(vector) || 1);
    for (const [term, weight] of vector) mean.set(term, (mean.get(term) ?? 0) + weight * share);
  }
  return { rows: vectors.map(rowOf), mean };
}

/** The share of scores, ascending, that are below a score: 0 to 1. */
export function shareBelow(scores: Float64Array, score: number): number {
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return scores.length === 0 ? 0.5 : low / scores.length;
}
