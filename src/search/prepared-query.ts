/** Prepares a query for the segments: posting lists and weights of its leaves, computed before papers are scored. */
import { meaningKey } from '../query/print.ts';
import { isTextLeaf, leavesOf, type Query, type TextLeaf } from '../query/tree.ts';
import type { Reach } from './budget.ts';
import { type ExactForm, exactForms, exactPostings, keyOf } from './exact-forms.ts';
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

/** A query in one segment. */
export interface PreparedPart extends ActiveSegment {
  /** The first of its papers that is not looked at. */
  limit: number;
  /** The postings of each distinct leaf. */
  lists: Postings[];
  /** The postings of each exact form. */
  exactLists: Postings[];
}

export interface PreparedQuery {
  query: Query;
  whole: CorpusStats;
  parts: PreparedPart[];
  /** Whether leaves are scored that the query does not require. */
  hasOptional: boolean;
  /** The leaves whose weights make up a score, in the order of the query, by their index in `lists`. */
  scored: ScoredLeaf[];
  /** What a paper gains for each leaf that it has in the form that was typed, by index in `exactLists`. */
  exact: ScoredLeaf[];
  placeOf(leaf: TextLeaf): number;
  leafAt(place: number): TextLeaf;
}

/** How many papers that are not deleted are in the postings of each segment. */
export function holdersOf<P extends ActiveSegment>(
  parts: readonly P[],
  listOf: (part: P) => Postings,
): number {
  return parts.reduce((sum, part) => sum + liveCount(part.segment, removedOf(part), listOf(part)), 0);
}

/** A word that is repeated in the query is read once, as its list may be long. */
function eachOnce<T>(forms: readonly ExactForm[], read: (form: ExactForm) => T): T[] {
  const known = new Map<string, T>();
  return forms.map((form) => {
    const key = keyOf(form);
    const found = known.get(key) ?? read(form);
    known.set(key, found);
    return found;
  });
}

/**
 * @param capitals words that were typed in capitals, folded
 * @param reach how many papers of each segment are looked at; all where it is absent
 */
export function prepareQuery(
  { query, shadows, scored }: LooseQuery,
  parts: readonly ActiveSegment[],
  whole: CorpusStats,
  capitals: ReadonlySet<string>,
  reach?: Reach,
): PreparedQuery {
  const places = new Map<TextLeaf, number>();
  const byKey = new Map<string, number>();
  const distinct: TextLeaf[] = [];
  for (const leaf of [...leavesOf(query).filter(isTextLeaf), ...(scored ?? [])]) {
    const key = meaningKey(leaf);
    const place = byKey.get(key) ?? distinct.push(leaf) - 1;
    byKey.set(key, place);
    places.set(leaf, place);
  }
  const leaves = scored ?? scoredLeaves(query);
  // `learned` and `learning` are one leaf in two forms.
  const forms = leaves.flatMap((leaf) => exactForms(leaf, capitals));
  const prepared = parts.map((part) => {
    const { segment, dead } = part;
    const limit = reach?.get(segment) ?? segment.count;
    const lists = distinct.map((leaf) => postingsOf(segment, leaf, limit));
    const exactLists = eachOnce(forms, (form) => exactPostings(segment, form, limit));
    return { segment, dead, limit, removed: removedOf(part), lists, exactLists };
  });
  const rarityOf = (listOf: (part: PreparedPart) => Postings) =>
    rarity(whole.papers, holdersOf(prepared, listOf));
  const weights = distinct.map((_, place) => rarityOf(({ lists }) => lists[place]!));
  const placeOf = (leaf: TextLeaf) => places.get(leaf)!;
  const scoredAs = (leaf: TextLeaf, place: number, weight: number): ScoredLeaf => {
    const shadow = shadows.get(leaf);
    return { place, weight, ...(shadow && { unless: placeOf(shadow) }) };
  };
  return {
    query,
    whole,
    parts: prepared,
    hasOptional: scored !== undefined,
    scored: leaves.map((leaf) => scoredAs(leaf, placeOf(leaf), weights[placeOf(leaf)]!)),
    exact: forms.map(({ leaf }, place) =>
      scoredAs(leaf, place, rarityOf(({ exactLists }) => exactLists[place]!) * exactShare(leaves.length)),
    ),
    placeOf,
    leafAt: (place) => distinct[place]!,
  };
}
