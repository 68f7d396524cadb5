/** Scores papers window by window, for long posting lists. */

import { frequencyOf, type Postings, seek } from './postings.ts';
import type { PreparedPart, PreparedQuery, ScoredLeaf } from './prepared-query.ts';
import { dampingOf, share } from './score.ts';
import { isDeleted, type Segment } from './segment.ts';
import type { Top } from './top-papers.ts';

/** Papers scored at a time: their scores fit in the processor's L1 cache, which halves the time. */
const windowSize = 4096;
/** One number for each paper of the window, all zero between windows. */
const scores = new Float64Array(windowSize);
/** In how many of the lists each of them is. A query has at most a hundred leaves. */
const counts = new Uint8Array(windowSize);

/** Tests whether another leaf occurs in a paper; papers must be ascending. Undefined where there is no other leaf. */
export function createShadow(
  lists: readonly Postings[],
  place: number | undefined,
): ((doc: number) => boolean) | undefined {
  if (place === undefined) return undefined;
  const { docs, from, to } = lists[place]!;
  let at = from;
  return (doc) => {
    at = seek(docs, at, to, doc);
    return at < to && docs[at] === doc;
  };
}

type Damping = ReturnType<typeof dampingOf>;

/** A posting list and how far it has been read. */
interface Walk {
  postings: Postings;
  weight: number;
  isShadowed: ((doc: number) => boolean) | undefined;
  /** Its first posting in this window, and the first beyond. */
  begun: number;
  at: number;
}

/** @param from contains the list itself; `lists` contains what may shadow it */
function walkOf(
  lists: readonly Postings[],
  { place, weight, unless }: ScoredLeaf,
  from: readonly Postings[] = lists,
): Walk {
  const postings = from[place]!;
  const isShadowed = createShadow(lists, unless);
  return { postings, weight, isShadowed, begun: postings.from, at: postings.from };
}

/**
 * Offers the papers of the lists and returns how many there are. `needed`: how many of the lists a paper must be in, or 0 where
 * one is enough. For each window, all lists are added into one array of scores. A lookup table instead of the division
 * was not faster.
 */
export function rankWindows(prepared: PreparedQuery, part: PreparedPart, top: Top, needed: number): number {
  const { segment, lists, exactLists } = part;
  const walks = prepared.scored.map((scored) => walkOf(lists, scored));
  const counted = needed > 0 ? lists.map((_, place) => walkOf(lists, { place, weight: 0 })) : [];
  const exactWalks = prepared.exact.map((scored) => walkOf(lists, scored, exactLists));
  const damping = dampingOf(prepared.whole);
  let total = 0;
  for (let start = 0; start < segment.count; start += windowSize) {
    const end = Math.min(start + windowSize, segment.count);
    let postings = 0;
    for (const walk of walks) postings += advance(walk, end);
    for (const walk of [...exactWalks, ...counted]) advance(walk, end);
    for (const walk of walks) addUp(segment, walk, start, damping);
    for (const walk of exactWalks) addExact(walk, start);
    for (const walk of counted) countUp(walk, start);
    // Either all papers are looked at, or those of the lists: what is shorter.
    if (postings * 4 > end - start) total += readOff(part, undefined, start, end, start, needed, top);
    else if (postings > 0)
      for (const { postings: list, begun, at } of walks)
        total += readOff(part, list.docs, begun, at, start, needed, top);
    if (needed > 0) counts.fill(0);
  }
  return total;
}

/** Goes on to the window that ends here. Returns how many postings are in it. */
function advance(walk: Walk, end: number): number {
  walk.begun = walk.at;
  walk.at = seek(walk.postings.docs, walk.at, walk.postings.to, end);
  return walk.at - walk.begun;
}

/** Adds what a list says of the papers of a window. */
function addUp({ lengths }: Segment, walk: Walk, start: number, { base, slope }: Damping): void {
  const { docs, marks } = walk.postings;
  const { weight, isShadowed, begun, at } = walk;
  for (let i = begun; i < at; i++) {
    const doc = docs[i]!;
    if (isShadowed?.(doc)) continue;
    scores[doc - start]! += weight * share(frequencyOf(marks[i]!), base + slope * lengths[doc]!);
  }
}

/** Adds the same for each paper of the window that holds an exact form. Its scores are above zero already. */
function addExact({ postings: { docs }, weight, isShadowed, begun, at }: Walk, start: number): void {
  for (let i = begun; i < at; i++) if (!isShadowed?.(docs[i]!)) scores[docs[i]! - start]! += weight;
}

function countUp({ postings: { docs }, begun, at }: Walk, start: number): void {
  for (let i = begun; i < at; i++) counts[docs[i]! - start]!++;
}

/** Offers papers that have a score, and clears it. The papers are `docs` from `from` to `to`, or those numbers themselves. */
function readOff(
  { segment, dead }: PreparedPart,
  docs: Uint16Array | undefined,
  from: number,
  to: number,
  start: number,
  needed: number,
  top: Top,
): number {
  let total = 0;
  for (let i = from; i < to; i++) {
    const place = (docs === undefined ? i : docs[i]!) - start;
    const score = scores[place]!;
    if (score === 0) continue;
    scores[place] = 0;
    if (needed > 0 && counts[place] !== needed) continue;
    const doc = place + start;
    if (dead > 0 && isDeleted(segment, doc)) continue;
    total++;
    if (score >= top.threshold) top.offer(segment, doc, score);
  }
  return total;
}
