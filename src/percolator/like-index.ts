/** Indexes a batch of papers by the words of their vectors, so that a paper like another is found by the words that they share. */
import type { Document } from '../query/document.ts';
import { areAlike, vectorOfDocument, vectorOfLike } from '../query/like.ts';
import type { LikeFilter } from '../query/tree.ts';

/** Of a term: the papers that have it, and its weight in each. */
interface Holders {
  docs: number[];
  weights: number[];
}

export function indexLikeness(documents: readonly Document[]) {
  const holders = new Map<string, Holders>();
  const squares = documents.map((document, doc) => {
    const { vector, square } = vectorOfDocument(document);
    for (const [term, weight] of vector) {
      const known = holders.get(term);
      if (known === undefined) holders.set(term, { docs: [doc], weights: [weight] });
      else {
        known.docs.push(doc);
        known.weights.push(weight);
      }
    }
    return square;
  });
  /** Sums of products of weights; all zero between uses. */
  const dots = new Float64Array(documents.length);

  return {
    /**
     * Calls `visit` for every paper that is like the filter's: exactly those of `isLike`, as weights are whole numbers, whose sums are
     * the same in any order. Takes the time of the papers that share a word.
     */
    eachLike(filter: LikeFilter, visit: (doc: number) => void): void {
      const { vector, square } = vectorOfLike(filter);
      const touched: number[] = [];
      for (const [term, weight] of vector) {
        const { docs = [], weights = [] } = holders.get(term) ?? {};
        for (let at = 0; at < docs.length; at++) {
          const doc = docs[at]!;
          if (dots[doc] === 0) touched.push(doc);
          dots[doc]! += weight * weights[at]!;
        }
      }
      for (const doc of touched) {
        if (areAlike(dots[doc]!, square, squares[doc]!)) visit(doc);
        dots[doc] = 0;
      }
    },
  };
}
