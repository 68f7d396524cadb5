/** Prepares a query for the segments: posting lists and weights of its leaves, computed before papers are scored. */
import { isTextLeaf, type Query, type TextLeaf } from '../query/tree.ts';
import { exactForms, exactPostings } from './exact-forms.ts';
import { postingsOf } from './leaf-postings.ts';
import type { LooseQuery } from './loosen.ts';
import { liveCount, type Postings } from './postings.ts';
import { type CorpusStats, exactShare, rarity, scoredLeaves } from './score.ts';
import { type ActiveSegment, removedOf } from './segments.ts';

/** What a leaf adds to a score: nothing where the leaf at `unless` occurs too. */
export interface ScoredLeaf {
  place: number;
  weight: number;
  unless?: number;
}

export interface PreparedQuery {
  query: Query;
  whole: CorpusStats;
  /** The leaves whose weights make up a score, in the order of the query, by their index in `lists`. */
  scored: ScoredLeaf[];
  /** For each segment the postings of each distinct leaf. */
  lists: Postings[][];
  /** What a paper gains for each leaf that it has in the form that was typed, by index in `exactLists`. */
  exact: ScoredLeaf[];
  /** For each segment the postings of each exact form. */
  exactLists: Postings[][];
  placeOf(leaf: TextLeaf): number;
  leafAt(place: number): TextLeaf;
}

/** Equal for leaves that match the same papers. */
function keyOf(leaf: TextLeaf): string {
  if (leaf.kind === 'word') return `w${leaf.field}\0${leaf.term}`;
  if (leaf.kind === 'prefix') return `p${leaf.field}\0${leaf.start}`;
  return `q${leaf.field}\0${leaf.paths.map((path) => path.join('\0')).join('\0\0')}`;
}

function leavesOf(query: Query, into: TextLeaf[] = []): TextLeaf[] {
  if (query.kind === 'and' || query.kind === 'or') for (const operand of query.of) leavesOf(operand, into);
  else if (query.kind === 'not') leavesOf(query.of, into);
  else if (isTextLeaf(query)) into.push(query);
  return into;
}

/** @param capitals words that were typed in capitals, folded */
export function prepareQuery(
  { query, shadows }: LooseQuery,
  parts: readonly ActiveSegment[],
  whole: CorpusStats,
  capitals: ReadonlySet<string>,
): PreparedQuery {
  const places = new Map<TextLeaf, number>();
  const byKey = new Map<string, number>();
  const distinct: TextLeaf[] = [];
  for (const leaf of leavesOf(query)) {
    const key = keyOf(leaf);
    const place = byKey.get(key) ?? distinct.push(leaf) - 1;
    byKey.set(key, place);
    places.set(leaf, place);
  }
  const lists = parts.map(({ segment }) => distinct.map((leaf) => postingsOf(segment, leaf)));
  const rarityIn = (all: readonly Postings[][], place: number) => {
    let holders = 0;
    for (const [i, part] of parts.entries())
      holders += liveCount(part.segment, removedOf(part), all[i]![place]!);
    return rarity(whole.papers, holders);
  };
  const weights = distinct.map((_, place) => rarityIn(lists, place));
  const placeOf = (leaf: TextLeaf) => places.get(leaf)!;
  const leaves = scoredLeaves(query);
  const unlessOf = (leaf: TextLeaf) => {
    const shadow = shadows.get(leaf);
    return shadow && { unless: placeOf(shadow) };
  };
  const scored = leaves.map((leaf): ScoredLeaf => {
    const place = placeOf(leaf);
    return { place, weight: weights[place]!, ...unlessOf(leaf) };
  });
  // `learned` and `learning` are one leaf in two forms.
  const forms = leaves.flatMap((leaf) => exactForms(leaf, capitals));
  const exactLists = parts.map(({ segment }) => forms.map((form) => exactPostings(segment, form)));
  const exact = forms.map(({ leaf }, place): ScoredLeaf => {
    const weight = rarityIn(exactLists, place) * exactShare(leaves.length);
    return { place, weight, ...unlessOf(leaf) };
  });
  return { query, whole, scored, lists, exact, exactLists, placeOf, leafAt: (place) => distinct[place]! };
}
