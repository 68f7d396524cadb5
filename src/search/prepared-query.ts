/** Prepares a query for the segments: posting lists and weights of its leaves, computed before papers are scored. */
import { meaningKey } from '../query/print.ts';
import { isTextLeaf, leavesOf, type Query, type TextLeaf, type Word } from '../query/tree.ts';
import type { Reach } from './budget.ts';
import { type Forms, formsIn, hasForms, spellingOf } from './exact-forms.ts';
import { postingsOf } from './leaf-postings.ts';
import type { LooseQuery } from './loosen.ts';
import { liveCount, type Postings, seek } from './postings.ts';
import { type CorpusStats, exactShare, rarity, scoredLeaves } from './score.ts';
import { type ActiveSegment, removedOf } from './segments.ts';

/** What a leaf adds to a score: nothing where the leaf at `unless` occurs too. */
export interface ScoredLeaf {
  place: number;
  weight: number;
  /** What a paper gains that has it in the form that was typed, by the bits of the form. */
  bonus: Float64Array;
  unless?: number;
}

const noBonus = new Float64Array(4);

/** A query in one segment. */
export interface PreparedPart extends ActiveSegment {
  /** The first of its papers that is not looked at. */
  limit: number;
  /** The postings of each distinct leaf. */
  lists: Postings[];
  /** For each scored leaf the forms in which the papers of its list have it; undefined where none counts more. */
  forms: (Forms | undefined)[];
}

export interface PreparedQuery {
  query: Query;
  whole: CorpusStats;
  parts: PreparedPart[];
  /** Whether leaves are scored that the query does not require. */
  hasOptional: boolean;
  /** The leaves whose weights make up a score, in the order of the query, by their index in `lists`. */
  scored: ScoredLeaf[];
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

/** How many papers that are not deleted have the word in the form that was typed, and how many in capitals. */
function liveForms({ removed, lists }: PreparedPart, place: number, forms: Forms): [number, number] {
  let { typed, capital } = forms;
  const { docs, from, to } = lists[place]!;
  let at = from;
  for (const doc of removed ?? []) {
    at = seek(docs, at, to, doc);
    if (at === to || docs[at] !== doc) continue;
    typed -= forms.of[at - from]! & 1;
    capital -= forms.of[at - from]! >>> 1;
  }
  return [typed, capital];
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
  const keys = [...byKey.keys()];
  const prepared = parts.map((part) => {
    const { segment, dead } = part;
    const limit = reach?.get(segment) ?? segment.count;
    const lists = distinct.map((leaf) => postingsOf(segment, leaf, limit));
    // `learned` and `learning` are one leaf in two forms.
    const known = new Map<string, Forms>();
    const forms = leaves.map((leaf) => {
      if (!hasForms(leaf)) return undefined;
      const place = places.get(leaf)!;
      const key = `${keys[place]} ${spellingOf(leaf)}`;
      const found = known.get(key) ?? formsIn(segment, leaf, key, lists[place]!, limit);
      known.set(key, found);
      return found;
    });
    return { segment, dead, limit, removed: removedOf(part), lists, forms };
  });
  const rarityOf = (listOf: (part: PreparedPart) => Postings) =>
    rarity(whole.papers, holdersOf(prepared, listOf));
  const weights = distinct.map((_, place) => rarityOf(({ lists }) => lists[place]!));
  const placeOf = (leaf: TextLeaf) => places.get(leaf)!;
  /** What a paper gains for each form, by its bits. */
  const bonusOf = (leaf: Word, at: number): Float64Array => {
    let [typed, capital] = [0, 0];
    for (const part of prepared) {
      const counts = liveForms(part, placeOf(leaf), part.forms[at]!);
      typed += counts[0];
      capital += counts[1];
    }
    const worth = (holders: number) => rarity(whole.papers, holders) * exactShare(leaves.length);
    const more = capitals.has(spellingOf(leaf)) ? worth(capital) : 0;
    return Float64Array.of(0, worth(typed), 0, worth(typed) + more);
  };
  return {
    query,
    whole,
    parts: prepared,
    hasOptional: scored !== undefined,
    scored: leaves.map((leaf, at): ScoredLeaf => {
      const shadow = shadows.get(leaf);
      return {
        place: placeOf(leaf),
        weight: weights[placeOf(leaf)]!,
        bonus: hasForms(leaf) ? bonusOf(leaf, at) : noBonus,
        ...(shadow && { unless: placeOf(shadow) }),
      };
    }),
    placeOf,
    leafAt: (place) => distinct[place]!,
  };
}
