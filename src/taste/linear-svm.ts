/**
 * Trains a linear SVM (hinge loss, L2) by dual coordinate descent, as LIBLINEAR does (Hsieh et al. 2008), with liked papers against
 * those of the background. Passes go through the papers in a fixed order, so the same input gives the same weights.
 */
import type { Vector } from '../vectors/vector.ts';
import type { Background } from './background.ts';
import { numberedTerms, rowOf, termCount } from './rows.ts';

/** The cost of an error, divided between both sides by their numbers. */
const COST = 0.1;
/** Passes over all papers: more changed no ranking that was tried. */
const PASSES = 12;

/**
 * The weight of each term of the liked papers. The bias is learned and left out: it ranks nothing.
 * @param counts how much each liked paper counts, from 0 to 1
 */
export function trainLinear(
  liked: readonly Vector[],
  counts: readonly number[],
  { rows }: Background,
  cost = COST,
): Map<string, number> {
  const own = liked.map(rowOf);
  const all = [...own, ...rows];
  const weights = new Float64Array(termCount());
  const alphas = new Float64Array(all.length);
  let bias = 0;
  const whole = counts.reduce((sum, count) => sum + count, 0);
  const likedCost = (cost * all.length) / (2 * Math.max(whole, 1e-9));
  const otherCost = (cost * all.length) / (2 * Math.max(rows.length, 1));
  const stride = strideFor(all.length);
  for (let pass = 0; pass < PASSES; pass++)
    for (let step = 0; step < all.length; step++) {
      // A stride that shares no factor with the count visits every paper once, the liked among the others.
      const i = (step * stride + pass) % all.length;
      const { terms, values } = all[i]!;
      const isLiked = i < own.length;
      const side = isLiked ? 1 : -1;
      const limit = isLiked ? likedCost * counts[i]! : otherCost;
      let sum = bias;
      for (let k = 0; k < terms.length; k++) sum += weights[terms[k]!]! * values[k]!;
      const before = alphas[i]!;
      // Vectors have length 1, and the bias is one more feature of value 1.
      const after = Math.min(Math.max(before - (side * sum - 1) / 2, 0), limit);
      if (after === before) continue;
      alphas[i] = after;
      const change = side * (after - before);
      for (let k = 0; k < terms.length; k++) weights[terms[k]!]! += change * values[k]!;
      bias += change;
    }
  const learned = new Map<string, number>();
  for (const [term, number] of numberedTerms())
    if (weights[number] !== 0) learned.set(term, weights[number]!);
  return learned;
}

/** About .618 of the count, with no common factor. */
function strideFor(count: number): number {
  let stride = Math.max(1, Math.round(count * 0.618));
  while (greatestDivisor(stride, count) > 1) stride++;
  return stride;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
