/** Compares the papers of a segment with the vector of a paper, by the postings of the vector's terms. */
import { likesIn, vectorOfLike } from '../query/like.ts';
import type { Query } from '../query/tree.ts';
import { rarityOf } from '../vectors/document-frequencies.ts';
import { cosine, damped, heaviest, type Vector } from '../vectors/vector.ts';
import { frequencyOf, termPostings } from './postings.ts';
import { isDeleted, type Segment, type Terms } from './segment.ts';
import type { Slices } from './slices.ts';
import { countOf, stringAt } from './string-table.ts';

/** How many terms are read in some milliseconds. */
const termsInSlice = 1 << 12;

/** For each paper of a segment with these terms the sum of the squares of its weights, as `squareOf` gives of its vector. */
export function* squaresOf({ terms, starts, docs, marks }: Terms, papers: number): Slices<Float64Array> {
  const squares = new Float64Array(papers);
  for (let term = 0; term < countOf(terms); term++) {
    if (term % termsInSlice === termsInSlice - 1) yield;
    const rarity = rarityOf(stringAt(terms, term));
    for (let at = starts[term]!; rarity > 0 && at < starts[term + 1]!; at++) {
      const weight = damped(frequencyOf(marks[at]!)) * rarity;
      squares[docs[at]!]! += weight * weight;
    }
  }
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
    const limit = docs.length === 0 ? 0 : docs.at(-1)! + 1;
    const add = (doc: number, cosine: number) => {
      while (at < docs.length && docs[at]! < doc) at++;
      if (docs[at] === doc) sums[at]! += LIKE_WORTH * cosine;
    };
    eachLike(segment, vector, square, add, limit);
  }
}

/** Sums for each paper of a segment, all zero between uses. */
let sums = new Float64Array(0);

/** Calls `visit` for every paper before `limit` that shares a term and is not deleted, ascending, with the cosine. */
export function eachLike(
  segment: Segment,
  vector: Vector,
  square: number,
  visit: (doc: number, cosine: number) => void,
  limit = segment.count,
): void {
  const { squares } = segment;
  if (sums.length < segment.count) sums = new Float64Array(segment.count);
  for (const [term, weight] of vector) {
    const { docs, marks, from, to } = termPostings(segment.body, term, limit);
    const worth = weight * rarityOf(term);
    for (let at = from; at < to; at++) sums[docs[at]!]! += worth * damped(frequencyOf(marks[at]!));
  }
  for (let doc = 0; doc < limit; doc++) {
    const dot = sums[doc]!;
    if (dot === 0) continue;
    sums[doc] = 0;
    if (!isDeleted(segment, doc)) visit(doc, cosine(dot, square, squares[doc]!));
  }
}
