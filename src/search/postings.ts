/** Reads the stored postings of a term, steps through them, and counts the live ones. */
import type { Field, TextLeaf } from '../query/tree.ts';
import {
  frequencyLimit,
  inAbstract,
  inAny,
  inKeyword,
  inTitle,
  isDeleted,
  type Segment,
  type Terms,
} from './segment.ts';
import { numberOf } from './string-table.ts';

/** The papers of a leaf, ascending, from `from` up to but excluding `to`; deleted ones too. */
export interface Postings {
  docs: Uint16Array;
  marks: Uint8Array;
  from: number;
  to: number;
  /** Where the positions are stored; only for a whole term. */
  source?: { terms: Terms; term: number };
}

export const nothing: Postings = { docs: new Uint16Array(0), marks: new Uint8Array(0), from: 0, to: 0 };

const masks: Partial<Record<Field, number>> = { title: inTitle, abstract: inAbstract, keyword: inKeyword };

/** The texts that a leaf searches, as bits of a mark. */
export function maskOf(leaf: TextLeaf): number {
  return masks[leaf.field] ?? inAny;
}

/** The stored postings of one term. @param limit the first paper that is not looked at */
export function termPostings(terms: Terms, term: string, limit = Number.POSITIVE_INFINITY): Postings {
  const number = numberOf(terms.terms, term);
  if (number < 0) return nothing;
  const from = terms.starts[number]!;
  const end = terms.starts[number + 1]!;
  return {
    docs: terms.docs,
    marks: terms.marks,
    from,
    to: limit > terms.docs[end - 1]! ? end : seek(terms.docs, from, end, limit),
    source: { terms, term: number },
  };
}

export function frequencyOf(mark: number): number {
  return mark & frequencyLimit;
}

/** The first index from `from` on whose paper is `doc` or later, by galloping search. */
export function seek(docs: Uint16Array, from: number, to: number, doc: number): number {
  if (from >= to || docs[from]! >= doc) return from;
  let step = 1;
  let low = from;
  while (low + step < to && docs[low + step]! < doc) {
    low += step;
    step <<= 1;
  }
  let high = Math.min(low + step, to);
  low++;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (docs[middle]! < doc) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the papers are not deleted. */
export function liveCount(segment: Segment, removed: Uint16Array, postings: Postings): number {
  const count = postings.to - postings.from;
  if (removed.length === 0 || count === 0) return count;
  let dead = 0;
  let at = postings.from;
  if (count < removed.length) {
    for (; at < postings.to; at++) if (isDeleted(segment, postings.docs[at]!)) dead++;
    return count - dead;
  }
  for (const doc of removed) {
    at = seek(postings.docs, at, postings.to, doc);
    if (at < postings.to && postings.docs[at] === doc) dead++;
  }
  return count - dead;
}
