/** Scores papers window by window, for long posting lists. */

import { type Bits, ones } from './evaluate.ts';
import { frequencyOf, liveCount, type Postings, seek } from './postings.ts';
import type { PreparedPart, PreparedQuery, ScoredLeaf } from './prepared-query.ts';
import { dampingOf, share } from './score.ts';
import { isDeleted, type Segment, segmentLimit } from './segment.ts';
import { removedOf } from './segments.ts';
import type { Top } from './top-papers.ts';

/** Papers scored at a time: their scores fit in the processor's L1 cache, which halves the time. */
const windowSize = 4096;
/** One number for each paper of the window, all zero between windows. */
const scores = new Float64Array(windowSize);
/** One bit for each paper of a segment: those that match, and a second set while lists are intersected. */
let matched: Bits = new Uint32Array((segmentLimit + 31) >>> 5);
let others: Bits = new Uint32Array(matched.length);

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
  bonus: Float64Array;
  forms: Uint8Array | undefined;
  isShadowed: ((doc: number) => boolean) | undefined;
  /** Its first posting in this window, and the first beyond. */
  begun: number;
  at: number;
}

function walkOf({ lists, forms }: PreparedPart, scored: ScoredLeaf, at: number): Walk {
  const { place, weight, bonus, unless } = scored;
  const postings = lists[place]!;
  const isShadowed = createShadow(lists, unless);
  return {
    postings,
    weight,
    bonus,
    forms: forms[at]?.of,
    isShadowed,
    begun: postings.from,
    at: postings.from,
  };
}

/**
 * Offers the papers that are in any of the lists, or in all of them, and returns how many there are. For each window, all lists are
 * added into one array of scores, and what is below the top papers is passed over without a look at what it is. A lookup table
 * instead of the division was not faster.
 */
export function rankWindows(prepared: PreparedQuery, part: PreparedPart, top: Top, isAll: boolean): number {
  const { segment } = part;
  const total = isAll ? intersect(part) : unite(part);
  if (total === 0) return 0;
  const walks = prepared.scored.map((scored, at) => walkOf(part, scored, at));
  const damping = dampingOf(prepared.whole);
  for (let start = 0; start < segment.count; start += windowSize) {
    const end = Math.min(start + windowSize, segment.count);
    let postings = 0;
    for (const walk of walks) postings += advance(walk, end);
    if (postings === 0) continue;
    const add = isAll ? addMatched : addUp;
    for (const walk of walks) add(segment, walk, start, damping);
    // Either all papers are looked at, or those of the lists: what is shorter.
    if (postings * 4 > end - start) offerAll(part, start, end, top);
    else for (const walk of walks) offerOf(part, walk, start, top);
  }
  return total;
}

/** Goes on to the window that ends here. Returns how many postings are in it. */
function advance(walk: Walk, end: number): number {
  walk.begun = walk.at;
  walk.at = seek(walk.postings.docs, walk.at, walk.postings.to, end);
  return walk.at - walk.begun;
}

/** Counts the live papers that are in one of the lists at least. */
function unite(part: PreparedPart): number {
  const { segment, lists } = part;
  if (lists.length === 1) return liveCount(segment, removedOf(part), lists[0]!);
  matched.fill(0);
  for (const list of lists) setBits(matched, list);
  return countLive(segment, matched);
}

/** Marks the papers that are in all lists, and counts those that are live. */
function intersect({ segment, lists }: PreparedPart): number {
  const [first, ...rest] = lists as [Postings, ...Postings[]];
  matched.fill(0);
  setBits(matched, first);
  for (const { docs, from, to } of rest) {
    others.fill(0);
    for (let i = from; i < to; i++) {
      const doc = docs[i]!;
      others[doc >>> 5]! |= matched[doc >>> 5]! & (1 << (doc & 31));
    }
    [matched, others] = [others, matched];
  }
  return countLive(segment, matched);
}

function setBits(bits: Bits, { docs, from, to }: Postings): void {
  for (let i = from; i < to; i++) bits[docs[i]! >>> 5]! |= 1 << (docs[i]! & 31);
}

function countLive({ count, deleted }: Segment, bits: Bits): number {
  let total = 0;
  for (let i = 0; i << 5 < count; i++) total += ones(bits[i]! & ~deleted[i]!);
  return total;
}

/** Adds what a list says of the papers of a window. Most leaves have forms and no shadow: that loop is the one that must be fast. */
function addUp({ lengths }: Segment, walk: Walk, start: number, { base, slope }: Damping): void {
  const { weight, bonus, forms, isShadowed, begun, at } = walk;
  const { docs, marks, from } = walk.postings;
  if (forms !== undefined && isShadowed === undefined) {
    for (let i = begun; i < at; i++) {
      const doc = docs[i]!;
      scores[doc - start]! +=
        weight * share(frequencyOf(marks[i]!), base + slope * lengths[doc]!) + bonus[forms[i - from]!]!;
    }
    return;
  }
  for (let i = begun; i < at; i++) {
    const doc = docs[i]!;
    if (isShadowed?.(doc)) continue;
    scores[doc - start]! +=
      weight * share(frequencyOf(marks[i]!), base + slope * lengths[doc]!) + bonus[forms?.[i - from] ?? 0]!;
  }
}

/** The same for the papers that match alone. */
function addMatched({ lengths }: Segment, walk: Walk, start: number, { base, slope }: Damping): void {
  const { weight, bonus, forms, isShadowed, begun, at } = walk;
  const { docs, marks, from } = walk.postings;
  for (let i = begun; i < at; i++) {
    const doc = docs[i]!;
    if ((matched[doc >>> 5]! & (1 << (doc & 31))) === 0 || isShadowed?.(doc)) continue;
    scores[doc - start]! +=
      weight * share(frequencyOf(marks[i]!), base + slope * lengths[doc]!) + bonus[forms?.[i - from] ?? 0]!;
  }
}

/** The least score that a paper must have to be offered. Papers of no list have none. */
function leastOf(top: Top): number {
  return Math.max(top.threshold, Number.MIN_VALUE);
}

/** Offers the papers of a window and clears their scores. */
function offerAll(part: PreparedPart, start: number, end: number, top: Top): void {
  let least = leastOf(top);
  for (let place = 0; place < end - start; place++) {
    const score = scores[place]!;
    if (score < least) continue;
    offer(part, place + start, score, top);
    least = leastOf(top);
  }
  scores.fill(0);
}

/** The same for the papers of a list. One that is in two lists is offered once. */
function offerOf(part: PreparedPart, walk: Walk, start: number, top: Top): void {
  const { docs } = walk.postings;
  let least = leastOf(top);
  for (let i = walk.begun; i < walk.at; i++) {
    const doc = docs[i]!;
    const score = scores[doc - start]!;
    scores[doc - start] = 0;
    if (score < least) continue;
    offer(part, doc, score, top);
    least = leastOf(top);
  }
}

function offer({ segment, dead }: PreparedPart, doc: number, score: number, top: Top): void {
  if (dead === 0 || !isDeleted(segment, doc)) top.offer(segment, doc, score);
}
