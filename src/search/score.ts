/** Scores how relevant a paper is to a query: BM25, with a leaf of any kind counted as one term. */
import { positiveLeaves, type Query, type TextLeaf } from '../query/tree.ts';
import { isStopWord } from '../text/stop-words.ts';

/**
 * k1 and b of BM25, within the usual ranges (Robertson and Zaragoza 2009: 1.2 to 2, and 0.5 to 0.8). With exact forms
 * counted, 1.5 and 0.6 measured better than Lucene's 1.2 and 0.75 on both collections tried, and so did nearby values.
 */
const saturation = 1.5;
const lengthShare = 0.6;

/** Statistics of the whole index: how many papers are not deleted, and their mean length in words. */
export interface CorpusStats {
  papers: number;
  meanLength: number;
}

/** The inverse document frequency of a leaf that occurs in this many papers. Never negative. */
export function rarity(papers: number, holders: number): number {
  return Math.log(1 + (papers - holders + 0.5) / (holders + 0.5));
}

/** BM25's length normalization of a paper: `base + slope * length`. */
export function dampingOf({ meanLength }: CorpusStats): { base: number; slope: number } {
  return {
    base: saturation * (1 - lengthShare),
    slope: (saturation * lengthShare) / Math.max(meanLength, 1),
  };
}

/**
 * What a paper's score gains for a leaf in exactly the form that was typed, before it is multiplied by the leaf's rarity. For
 * a single word it is as much as a word can score, so that papers with the exact form come first; for several words it is
 * half of that, divided among them: the whole, or nothing, measured worse for long queries.
 */
export function exactShare(leaves: number): number {
  return leaves === 1 ? saturation + 1 : (saturation + 1) / 2 / leaves;
}

/** What one leaf adds to a score, before it is multiplied by the leaf's rarity. */
export function share(frequency: number, damping: number): number {
  return ((saturation + 1) * frequency) / (frequency + damping);
}

/**
 * The leaves that are scored: everything the query asks for, repetitions included, never what it excludes. Function words
 * are left out where there are other words, as they say nothing and occur in every paper.
 */
export function scoredLeaves(query: Query): TextLeaf[] {
  const leaves = positiveLeaves(query);
  const telling = leaves.filter((leaf) => !isFunctionWord(leaf));
  return telling.length > 0 ? telling : leaves;
}

export function isFunctionWord(leaf: Query): boolean {
  return leaf.kind === 'word' && (leaf.field === 'any' || leaf.field === 'abstract') && isStopWord(leaf.text);
}
