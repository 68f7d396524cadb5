/** Compares the papers of a segment with the vector of a paper, by the postings of the vector's terms. */
import { likesIn, vectorOfLike } from '../query/like.ts';
import type { Query } from '../query/tree.ts';
import { rarityOf } from '../vectors/document-frequencies.ts';
import { cosine, damped, heaviest, type Vector } from '../vectors/vector.ts';
import { frequencyOf, termPostings } from './postings.ts';
import { isDeleted, type Segment } from './segment.ts';
import { countOf, stringAt } from './string-table.ts';

const squaresOf = new WeakMap<Segment, Float64Array>();

/**
 * For each paper the sum of the squares of its weights, as `squareOf` gives of its vector. Computed on first use, by one pass
 * over all postings: some 2 us a paper. A segment's texts never change.
 */
function squaresIn(segment: Segment): Float64Array {
  const known = squaresOf.get(segment);
  if (known !== undefined) return known;
  const { terms, starts, docs, marks } = segment.body;
  const squares = new Float64Array(segment.count);
  for (let term = 0; term < countOf(terms); term++) {
    const rarity = rarityOf(stringAt(terms, term));
    if (rarity === 0) continue;
    for (let at = starts[term]!; at < starts[term + 1]!; at++) {
      const weight = damped(frequencyOf(marks[at]!)) * rarity;
      squares[docs[at]!]! += weight * weight;
    }
  }
  squaresOf.set(segment, squares);
  return squares;
}

/** The heaviest terms of a vector that two papers or more have: others tell nothing of papers but their own. */
export function sharedTerms(segments: readonly Segment[], vector: Vector, most: number): Vector {
  const shared = new Map<string, number>();
  for (const [term, weight] of heaviest(vector, vector.size)) {
    let holders = 0;
    for (const { body } of segments) {
      const { from, to } = termPostings(body, term);
      holders += to - from;
    }
    if (holders > 1) shared.set(term, weight);
    if (shared.size === most) break;
  }
  return shared;
}

/** What a paper gains for being like what was asked for, before it is multiplied by the cosine: as a rare word at most. */
const LIKE_WORTH = 10;

/** Adds to the sums of these papers, which are ascending, how like they are to what the query asks for. */
export function addLikeness(segment: Segment, query: Query, docs: Uint16Array, sums: Float64Array): void {
  for (const like of likesIn(query)) {
    const { vector, square } = vectorOfLike(like);
    let at = 0;
    eachLike(segment, vector, square, (doc, cosine) => {
      while (at < docs.length && docs[at]! < doc) at++;
      if (docs[at] === doc) sums[at]! += LIKE_WORTH * cosine;
    });
  }
}

/** Sums for each paper of a segment, all zero between uses. */
let sums = new Float64Array(0);

/** Calls `visit` for every paper that shares a term and is not deleted, ascending, with the cosine. */
export function eachLike(
  segment: Segment,
  vector: Vector,
  square: number,
  visit: (doc: number, cosine: number) => void,
): void {
  const squares = squaresIn(segment);
  if (sums.length < segment.count) sums = new Float64Array(segment.count);
  for (const [term, weight] of vector) {
    const { docs, marks, from, to } = termPostings(segment.body, term);
    const worth = weight * rarityOf(term);
    for (let at = from; at < to; at++) sums[docs[at]!]! += worth * damped(frequencyOf(marks[at]!));
  }
  for (let doc = 0; doc < segment.count; doc++) {
    const dot = sums[doc]!;
    if (dot === 0) continue;
    sums[doc] = 0;
    if (!isDeleted(segment, doc)) visit(doc, cosine(dot, square, squares[doc]!));
  }
}
