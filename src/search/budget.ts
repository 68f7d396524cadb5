/** Estimates the work of a query, and says how many papers of each segment may be looked through for it. */
import { groupOf } from '../query/fields.ts';
import { vectorOfLike } from '../query/like.ts';
import { meaningKey } from '../query/print.ts';
import { leavesOf, pathsOf, type Query, type TextLeaf } from '../query/tree.ts';
import { termPostings } from './postings.ts';
import { blockSize, type Segment, type Terms } from './segment.ts';
import type { ActiveSegment } from './segments.ts';
import { spellingsOf } from './spellings.ts';
import { rangeOf } from './string-table.ts';

/** The most work that one search may be estimated at, in nanoseconds: a search runs on the thread that answers everyone. */
export const mostWork = 12_000_000;

/** At least this share of the papers is looked through: a query that costs so much has common words, so something is found there. */
const leastShare = 0.01;

/** What is left for filling up a page with the closest, after the search of those that match: a quarter of `most` at least. */
export function restOf(most: number, { whole }: Work): number {
  return Math.max(most - whole, most / 4);
}

/**
 * What single steps are taken to cost, in nanoseconds: estimates, set so that what `npm run bench -- slowest` finds stays small.
 * `posting`: read and scored, with the form that was typed.
 */
const cost = {
  posting: 8,
  seek: 60,
  position: 6,
  spelling: 20,
  prefixed: 6,
  paper: 6,
  leaf: 4_000,
};

/** How much work a query is in all papers, at most, and how much of it is left however few are looked through. Nanoseconds. */
export interface Work {
  whole: number;
  fixed: number;
}

/** How much work these leaves are in these segments. A word that is repeated is read once, and scored again. */
export function workOf(leaves: readonly (TextLeaf | Query)[], parts: readonly ActiveSegment[]): Work {
  const known = new Map<string, number>();
  let [whole, fixed] = [0, 0];
  for (const leaf of leaves) {
    const key = meaningKey(leaf);
    const before = known.get(key);
    if (before !== undefined) {
      if (leaf.kind === 'word') whole += before;
      continue;
    }
    const work = parts.reduce((sum, { segment }) => sum + leafWork(segment, leaf), 0);
    known.set(key, work);
    whole += work;
    for (const { segment } of parts) fixed += fixedWork(segment, leaf);
  }
  return { whole, fixed };
}

/** The spellings that begin with a prefix are looked at for a single paper too. */
function fixedWork(segment: Segment, leaf: Query): number {
  if (leaf.kind !== 'prefix') return cost.leaf;
  const [first, last] = rangeOf(spellingsOf(segment[groupOf(leaf.field)]), leaf.start);
  return cost.leaf + (last - first) * cost.spelling;
}

function leafWork(segment: Segment, leaf: Query): number {
  switch (leaf.kind) {
    case 'word':
    case 'phrase': {
      const terms = segment[groupOf(leaf.field)];
      return cost.leaf + pathsOf(leaf).reduce((sum, path) => sum + pathWork(terms, path), 0);
    }
    case 'prefix':
      return cost.leaf + segment.count * cost.paper + prefixWork(segment[groupOf(leaf.field)], leaf.start);
    case 'and':
    case 'or':
    case 'not':
      return leavesOf(leaf).reduce((sum, one) => sum + leafWork(segment, one), 0);
    case 'like': {
      const terms = [...vectorOfLike(leaf).vector.keys()];
      const postings = terms.reduce((sum, term) => sum + pathWork(segment.body, [term]), 0);
      return cost.leaf + segment.count * cost.paper + postings;
    }
    default:
      return cost.leaf + segment.count * cost.paper;
  }
}

/** A phrase seeks the papers of its rarest word in the other lists, and reads the positions from the start of a block on. */
function pathWork(terms: Terms, path: readonly string[]): number {
  const lists = path.map((term) => termPostings(terms, term));
  const sizes = lists.map(({ from, to }) => to - from);
  const fewest = Math.min(...sizes);
  if (path.length === 1) return fewest * cost.posting;
  if (fewest === 0) return path.length * cost.seek;
  let work = 0;
  for (const [i, { source }] of lists.entries()) {
    const block = terms.blockStarts[source!.term]!;
    const begin = terms.blockPositions[block] ?? 0;
    const end = terms.blockPositions[terms.blockStarts[source!.term + 1]!] ?? terms.positions.length;
    const read = Math.min(1, (fewest * blockSize) / 2 / sizes[i]!);
    work += fewest * cost.seek + read * Math.max(0, end - begin) * cost.position;
  }
  return work;
}

function prefixWork(terms: Terms, start: string): number {
  const [first, last] = rangeOf(spellingsOf(terms), start);
  let postings = 0;
  for (let word = first; word < last; word++) {
    const term = terms.wordTerms[word] ?? word;
    // Where every term is its only spelling, no spelling has a list.
    const bytes = (terms.wordStarts[word + 1] ?? 0) - (terms.wordStarts[word] ?? 0);
    postings += Math.max(bytes, terms.starts[term + 1]! - terms.starts[term]!);
  }
  return (last - first) * cost.spelling + postings * cost.prefixed;
}

/** For each segment how many of its papers, the newest, are looked through. */
export type Reach = ReadonlyMap<Segment, number>;

/** Undefined where all papers can be looked through. @param most the work that may be done */
export function reachOf(
  { whole, fixed }: Work,
  parts: readonly ActiveSegment[],
  most: number,
): Reach | undefined {
  if (whole <= most) return undefined;
  const papers = parts.reduce((sum, { segment }) => sum + segment.count, 0);
  const share = Math.max((most - fixed) / (whole - fixed), leastShare);
  return newest(parts, Math.floor(papers * share));
}

/** The newest papers of all segments, about so many in all. Papers of a segment are in order, newest first. */
function newest(parts: readonly ActiveSegment[], wanted: number): Reach {
  let [low, high] = [0, 99_999_999];
  const from = ({ days, count }: Segment, day: number) => {
    let [begin, end] = [0, count];
    while (begin < end) {
      const middle = (begin + end) >>> 1;
      if (days[middle]! >= day) begin = middle + 1;
      else end = middle;
    }
    return begin;
  };
  const countFrom = (day: number) => parts.reduce((sum, { segment }) => sum + from(segment, day), 0);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (countFrom(middle) <= wanted) high = middle;
    else low = middle + 1;
  }
  // `low` is the first day from which on the papers are few enough; of the day before, a share is taken.
  const [sure, more] = [countFrom(low), countFrom(low - 1)];
  const share = more > sure ? (wanted - sure) / (more - sure) : 0;
  const reach = ({ segment }: ActiveSegment) => {
    const whole = from(segment, low);
    return whole + Math.floor((from(segment, low - 1) - whole) * share);
  };
  return new Map(parts.map((part) => [part.segment, reach(part)]));
}
