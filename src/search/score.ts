/** How much a paper is about a query: BM25, with a leaf of any kind taken as one term. */
import type { Query, TextLeaf } from '../query/tree.ts';
import { isStopWord } from '../text/stop.ts';

/**
 * The values of the literature (Robertson and Zaragoza 2009), and what Lucene ships. Nothing here was tuned.
 */
const saturation = 1.2;
const lengthShare = 0.75;

/** What is true of the whole archive: papers that are not deleted, and their mean length in words. */
export interface Whole {
  papers: number;
  meanLength: number;
}

/** How telling a leaf is that so many papers hold. Never below zero. */
export function rarity(papers: number, holders: number): number {
  return Math.log(1 + (papers - holders + 0.5) / (holders + 0.5));
}

/** A paper's length as it dampens frequency: `base + slope * length`. */
export function dampingOf({ meanLength }: Whole): { base: number; slope: number } {
  return {
    base: saturation * (1 - lengthShare),
    slope: (saturation * lengthShare) / Math.max(meanLength, 1),
  };
}

/**
 * What a paper's score gains where it holds a leaf in the very form that was asked for, before it is multiplied by the leaf's
 * rarity: as much as a leaf can be worth, shared among the leaves. Of one word alone, papers with its exact form
 * come first; of many words, it settles what is close.
 */
export function exactShare(leaves: number): number {
  return (saturation + 1) / leaves;
}

/** What one leaf adds to a paper's score, before it is multiplied by the leaf's rarity. */
export function share(frequency: number, damping: number): number {
  return ((saturation + 1) * frequency) / (frequency + damping);
}

/**
 * The leaves that a score is the sum over: all that is asked for, as often as it is asked for; never what is excluded.
 * Function words are left out where anything else is asked for: they say nothing and are in every paper.
 */
export function scoredLeaves(query: Query): TextLeaf[] {
  const leaves: TextLeaf[] = [];
  const visit = (node: Query): void => {
    if (node.kind === 'and' || node.kind === 'or') node.of.forEach(visit);
    else if (node.kind === 'word' || node.kind === 'phrase' || node.kind === 'prefix') leaves.push(node);
  };
  visit(query);
  const telling = leaves.filter((leaf) => !isFunctionWord(leaf));
  return telling.length > 0 ? telling : leaves;
}

export function isFunctionWord(leaf: Query): boolean {
  return leaf.kind === 'word' && (leaf.field === 'any' || leaf.field === 'abstract') && isStopWord(leaf.text);
}
