/** How much a paper is about a query: BM25, with a leaf of any kind taken as one term. */
import type { Query, TextLeaf } from '../query/tree.ts';
import { isStopWord } from '../text/stop-words.ts';

/**
 * Within the ranges that the literature gives (Robertson and Zaragoza 2009: 1.2 to 2, and 0.5 to 0.8). Since exact forms
 * count, 1.5 and 0.6 are better than Lucene's 1.2 and 0.75 on both collections at hand, and so are their neighbours.
 */
const saturation = 1.5;
const lengthShare = 0.6;

/** What is true of the whole archive: papers that are not deleted, and their mean length in words. */
export interface CorpusStats {
  papers: number;
  meanLength: number;
}

/** How telling a leaf is that so many papers hold. Never below zero. */
export function rarity(papers: number, holders: number): number {
  return Math.log(1 + (papers - holders + 0.5) / (holders + 0.5));
}

/** A paper's length as it dampens frequency: `base + slope * length`. */
export function dampingOf({ meanLength }: CorpusStats): { base: number; slope: number } {
  return {
    base: saturation * (1 - lengthShare),
    slope: (saturation * lengthShare) / Math.max(meanLength, 1),
  };
}

/**
 * What a paper's score gains where it holds a leaf in the very form that was asked for, before it is multiplied by the leaf's
 * rarity. Of one word alone it is as much as a word can be worth, so that papers with the exact form come first; of
 * several it is half of that, shared among them: the whole, or nothing, was worse for questions of many words.
 */
export function exactShare(leaves: number): number {
  return leaves === 1 ? saturation + 1 : (saturation + 1) / 2 / leaves;
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
