/** A query and a paper in, why they match out: which words, and where. */
import type { Range } from '../text/excerpt.ts';
import type { Document } from './document.ts';
import type { PaperField, Query } from './tree.ts';

export interface Reason {
  /** The words that matched, as the paper writes them, distinct, in order. */
  words: string[];
  /** Where, in `document.texts`: in order, apart from each other. */
  marks: Record<PaperField, Range[]>;
}

/** What is excluded is never a reason. Empty where the query does not match the paper. */
export function reasonFor(_query: Query, _document: Document): Reason {
  throw new Error('not yet');
}
