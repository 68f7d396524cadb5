/**
 * Learns what a channel or person likes from a few papers: a weight for each term. Up to 20 liked papers it is the mean of the liked
 * minus the mean of all papers, which needs no training; from there on a linear SVM against papers at random. The mean of the
 * disliked is subtracted. The same signals and background always give the same weights.
 */
import { squareOf, type Vector } from '../vectors/vector.ts';
import type { Background } from './background.ts';
import { trainLinear } from './linear-svm.ts';

/** What was said of one paper. */
export interface Example {
  vector: Vector;
  isLiked: boolean;
}

/** A weight for each term. The score of a paper is the sum over its vector at length 1. */
export interface TasteModel {
  weights: ReadonlyMap<string, number>;
  /** Terms that two liked papers or more have: only these are shown, as others are accidents of one paper. */
  shown: ReadonlySet<string>;
  /** The same of the disliked. */
  shownAgainst: ReadonlySet<string>;
  /** Terms that as many liked papers have as disliked ones, with how much they tell of both, above 0 where they tell anything. */
  both: ReadonlyMap<string, number>;
  liked: number;
  disliked: number;
}

/** From this many liked papers on the SVM is better; below, the mean is. */
export const SVM_FROM = 20;
/** The signal that is this many newer ones old counts half. */
export const HALF_LIFE = 20;
/**
 * How much of the mean is added to an SVM of the same length. The SVM separates old likes as well as new ones whatever they count;
 * the mean knows which are new.
 */
const MEAN_SHARE = 0.5;
/** How much of the mean of the disliked is subtracted. */
const DISLIKE_SHARE = 0.3;
/** Terms that are kept: the rest are below a thousandth of the heaviest. */
const MOST_TERMS = 2_000;

/** @param examples newest first */
export function learnTaste(examples: readonly Example[], background: Background): TasteModel {
  const liked = examples.filter(({ isLiked }) => isLiked).map(({ vector }) => vector);
  const disliked = examples.filter(({ isLiked }) => !isLiked).map(({ vector }) => vector);
  const weights = liked.length === 0 ? new Map<string, number>() : centred(liked, background);
  const against = disliked.length === 0 ? new Map<string, number>() : centred(disliked, background);
  const [ofLiked, ofDisliked] = [countsIn(liked), countsIn(disliked)];
  const both = bothWays(ofLiked, ofDisliked, (term) =>
    Math.min(weights.get(term) ?? 0, against.get(term) ?? 0),
  );
  if (liked.length >= SVM_FROM) {
    const trained = trainLinear(liked, ageWeights(liked), background);
    const scale = lengthOf(weights) / (lengthOf(trained) || 1);
    scaleBy(weights, MEAN_SHARE);
    addTo(weights, trained, scale);
  }
  addTo(weights, against, -DISLIKE_SHARE);
  return {
    weights: heaviestOf(weights),
    shown: inTwo(ofLiked),
    shownAgainst: inTwo(ofDisliked),
    both,
    liked: liked.length,
    disliked: disliked.length,
  };
}

/** The score of a paper: above 0 it is more like the liked than papers are on average. */
export function scoreOf({ weights }: Pick<TasteModel, 'weights'>, vector: Vector): number {
  let sum = 0;
  for (const [term, weight] of vector) sum += weight * (weights.get(term) ?? 0);
  return sum / Math.sqrt(squareOf(vector) || 1);
}

/** How much each counts, newest first. */
function ageWeights(list: readonly unknown[]): number[] {
  return list.map((_, age) => 0.5 ** (age / HALF_LIFE));
}

/** The mean of these minus that of papers at random. */
function centred(vectors: readonly Vector[], { mean }: Background): Map<string, number> {
  const own = meanOf(vectors);
  addTo(own, mean, -1);
  return own;
}

/** The mean of vectors of length 1, newest first, where older ones count less. */
function meanOf(vectors: readonly Vector[]): Map<string, number> {
  const ages = ageWeights(vectors);
  const whole = ages.reduce((sum, weight) => sum + weight, 0);
  const mean = new Map<string, number>();
  for (const [at, vector] of vectors.entries())
    addTo(mean, vector, ages[at]! / whole / Math.sqrt(squareOf(vector) || 1));
  return mean;
}

function addTo(sum: Map<string, number>, vector: ReadonlyMap<string, number>, factor: number): void {
  for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + factor * weight);
}

function scaleBy(vector: Map<string, number>, factor: number): void {
  for (const [term, weight] of vector) vector.set(term, weight * factor);
}

function lengthOf(vector: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return Math.sqrt(sum);
}

function heaviestOf(weights: ReadonlyMap<string, number>): Map<string, number> {
  const sorted = [...weights].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1));
  return new Map(sorted.slice(0, MOST_TERMS));
}

/** In how many of the vectors each term is. */
function countsIn(vectors: readonly Vector[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const vector of vectors)
    for (const term of vector.keys()) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function inTwo(counts: ReadonlyMap<string, number>): Set<string> {
  return new Set([...counts].filter(([, count]) => count > 1).map(([term]) => term));
}

/** Terms with the same count in both. */
function bothWays(
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
  tells: (term: string) => number,
): Map<string, number> {
  const same = [...one].filter(([term, count]) => other.get(term) === count);
  return new Map(same.map(([term]) => [term, tells(term)]));
}
