/** Reorders the top papers by term proximity: query words that occur close together count more. */
import type { Word } from '../query/tree.ts';
import { createPositionReader, type Positions } from './positions.ts';
import { type Postings, seek, termPostings } from './postings.ts';
import type { PreparedPart, PreparedQuery, ScoredLeaf } from './prepared-query.ts';
import { dampingOf, share } from './score.ts';
import { frequencyLimit, inTitle, type Segment, textAt, titleWeight } from './segment.ts';
import { compareRanked, type Ranked } from './top-papers.ts';

/**
 * The sequential dependence model (Metzler and Croft 2005), reduced to what a positional index counts cheaply: each pair
 * of adjacent query words is a term of its own, which occurs where the two are at most this far apart in either order
 * (`retrieval of information`), has the mean of their rarities, and a tenth of a term's weight, as published. It improved
 * nDCG@10 on all five collections tried, by 0.1 to 0.7 points. Windows of 5 and 8 gained less; weights of 0.2 and 0.3
 * gained on some collections and lost on others. Pseudo-relevance feedback (RM3) gained up to 3 points of recall but lost
 * 1 to 4 points of nDCG@10 on two of the five.
 */
const reach = 2;
const worth = 0.1;
/** How many papers are reordered. With 100 the first ten were the same on all five collections. */
export const nearnessDepth = 30;

interface Pair {
  first: number;
  second: number;
  weight: number;
}

/** Each pair of adjacent words of the query, in query order. A word is no pair with itself, whichever of the two has synonyms. */
function pairsOf({ scored, leafAt }: PreparedQuery): Pair[] {
  const termAt = ({ place }: ScoredLeaf) => {
    const leaf = leafAt(place);
    return leaf.kind === 'word' && leaf.field === 'any' ? leaf.term : undefined;
  };
  const pairs: Pair[] = [];
  for (let i = 1; i < scored.length; i++) {
    const [a, b] = [scored[i - 1]!, scored[i]!];
    const [first, second] = [termAt(a), termAt(b)];
    if (first === undefined || second === undefined || first === second || b.unless !== undefined) continue;
    pairs.push({ first: a.place, second: b.place, weight: (a.weight + b.weight) / 2 });
  }
  return pairs;
}

/** How often the two occur together, weighted by text. Both lists are sorted, so one pass is enough. */
function countNear(segment: Segment, doc: number, a: Positions, b: Positions): number {
  let count = 0;
  let from = 0;
  for (let i = 0; i < a.count && count < frequencyLimit; i++) {
    const position = a.starts[i]!;
    while (from < b.count && b.starts[from]! < position - reach) from++;
    const text = textAt(segment, doc, position);
    for (let k = from; k < b.count && b.starts[k]! <= position + reach; k++) {
      if (b.starts[k] === position || textAt(segment, doc, b.starts[k]!) !== text) continue;
      count += text === inTitle ? titleWeight : 1;
    }
  }
  return Math.min(count, frequencyLimit);
}

/** Looks up the positions of a word in a paper, without its synonyms; undefined where it does not occur. */
function createLookup({ segment, lists }: PreparedPart, leafAt: PreparedQuery['leafAt']) {
  const readers: ((posting: number) => Positions)[] = [];
  const own: Postings[] = [];
  const ownOf = (place: number) => {
    const { synonyms, term } = leafAt(place) as Word;
    return synonyms === undefined ? lists[place]! : termPostings(segment.body, term);
  };
  return (place: number, doc: number): Positions | undefined => {
    own[place] ??= ownOf(place);
    const postings = own[place];
    const at = seek(postings.docs, postings.from, postings.to, doc);
    if (at === postings.to || postings.docs[at] !== doc) return undefined;
    readers[place] ??= createPositionReader(postings);
    return readers[place](at);
  };
}

/** The papers in their new order. Keys only grow, so the reordered papers stay before the rest. */
export function orderByNearness(
  prepared: PreparedQuery,
  ranked: readonly Ranked[],
  depth = nearnessDepth,
): Ranked[] {
  const pairs = pairsOf(prepared);
  if (pairs.length === 0) return [...ranked];
  const { base, slope } = dampingOf(prepared.whole);
  const lookups = new Map(prepared.parts.map((part) => [part.segment, createLookup(part, prepared.leafAt)]));
  const nearer = ranked.slice(0, depth).map(({ segment, doc, key }): Ranked => {
    const look = lookups.get(segment)!;
    const damping = base + slope * segment.lengths[doc]!;
    let bonus = 0;
    for (const { first, second, weight } of pairs) {
      const a = look(first, doc);
      const b = a && look(second, doc);
      const count = a && b ? countNear(segment, doc, a, b) : 0;
      if (count > 0) bonus += worth * weight * share(count, damping);
    }
    return { segment, doc, key: key + bonus };
  });
  return [...nearer.sort(compareRanked), ...ranked.slice(depth)];
}
