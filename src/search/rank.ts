/** A query asked of one segment in, its papers offered to the top with their scores, and how many there are out. */
import type { Query, TextLeaf } from '../query/tree.ts';
import type { Asked } from './ask.ts';
import { evaluate, liveDocs } from './evaluate.ts';
import type { Part } from './parts.ts';
import { frequencyOf, type Postings, seek } from './postings.ts';
import { dampingOf, share } from './score.ts';
import { isDeleted } from './segment.ts';
import type { Top } from './top.ts';

/** Offers every paper of the part for which the query holds; gives their number. */
export type Ranker = (asked: Asked, part: Part, lists: readonly Postings[], top: Top) => number;

const isLeaf = (query: Query): query is TextLeaf =>
  query.kind === 'word' || query.kind === 'phrase' || query.kind === 'prefix';

/** The fastest way that gives the right answer. All of them add up a paper's score in the order of the query's leaves. */
export function rankerOf({ query, scored }: Asked): Ranker {
  if (isLeaf(query)) return rankAny;
  // A leaf that is not scored would leave no trace there.
  if (query.kind === 'or' && query.of.every(isLeaf) && scored.length === query.of.length) return rankAny;
  return query.kind === 'and' && query.of.every(isLeaf) ? rankAll : rankTree;
}

/** Papers that are scored at a time: their scores stay in the processor's nearest cache, which halves the time. */
const windowSize = 4096;
/** One number for each paper of the window, all zero between windows. */
const scores = new Float64Array(windowSize);

/** Whether a paper holds another leaf; asked in rising order. Undefined where there is no other. */
function createShadow(
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

/** A list on its way through the windows. */
interface Walk {
  postings: Postings;
  weight: number;
  isShadowed: ((doc: number) => boolean) | undefined;
  /** Its first posting in this window, and the first beyond. */
  begun: number;
  at: number;
}

/** Any of the leaves: window by window, list after list into one array of scores, which is then read off. */
function rankAny(asked: Asked, part: Part, lists: readonly Postings[], top: Top): number {
  const walks = asked.scored.map(({ place, weight, unless }): Walk => {
    const postings = lists[place]!;
    const isShadowed = createShadow(lists, unless);
    return { postings, weight, isShadowed, begun: postings.from, at: postings.from };
  });
  const damping = dampingOf(asked.whole);
  let total = 0;
  for (let start = 0; start < part.segment.count; start += windowSize) {
    const end = Math.min(start + windowSize, part.segment.count);
    let postings = 0;
    for (const walk of walks) postings += addUp(part, walk, start, end, damping);
    if (postings === 0) continue;
    // Either all papers are looked at, or those of the lists: what is shorter.
    if (postings * 4 > end - start) total += readOff(part, undefined, start, end, start, top);
    else
      for (const { postings: list, begun, at } of walks)
        total += readOff(part, list.docs, begun, at, start, top);
  }
  return total;
}

/** Adds what a list says of the papers of a window; gives how many they are. */
function addUp(
  part: Part,
  walk: Walk,
  start: number,
  end: number,
  { base, slope }: { base: number; slope: number },
): number {
  const { docs, marks, to } = walk.postings;
  const { weight, isShadowed } = walk;
  const { lengths } = part.segment;
  let i = walk.at;
  walk.begun = i;
  for (; i < to; i++) {
    const doc = docs[i]!;
    if (doc >= end) break;
    if (isShadowed?.(doc)) continue;
    scores[doc - start]! += weight * share(frequencyOf(marks[i]!), base + slope * lengths[doc]!);
  }
  walk.at = i;
  return i - walk.begun;
}

/** Offers papers that have a score, and clears it. The papers are `docs` from `from` to `to`, or those numbers themselves. */
function readOff(
  { segment, dead }: Part,
  docs: Uint16Array | undefined,
  from: number,
  to: number,
  start: number,
  top: Top,
): number {
  let total = 0;
  for (let i = from; i < to; i++) {
    const doc = docs === undefined ? i : docs[i]!;
    const score = scores[doc - start]!;
    if (score === 0) continue;
    scores[doc - start] = 0;
    if (dead > 0 && isDeleted(segment, doc)) continue;
    total++;
    if (score >= top.threshold) top.offer(segment, doc, score);
  }
  return total;
}

/** All of the leaves: the shortest list leads, the others are followed to its papers. */
function rankAll(asked: Asked, part: Part, lists: readonly Postings[], top: Top): number {
  const { segment } = part;
  const { base, slope } = dampingOf(asked.whole);
  const order = lists.map((_, place) => place);
  order.sort((a, b) => lists[a]!.to - lists[a]!.from - (lists[b]!.to - lists[b]!.from));
  const lead = lists[order[0]!]!;
  const at = Int32Array.from(lists, (list) => list.from);
  let total = 0;
  next: for (let i = lead.from; i < lead.to; i++) {
    const doc = lead.docs[i]!;
    at[order[0]!] = i;
    for (let k = 1; k < order.length; k++) {
      const place = order[k]!;
      const list = lists[place]!;
      const found = seek(list.docs, at[place]!, list.to, doc);
      at[place] = found;
      if (found === list.to) return total;
      if (list.docs[found] !== doc) continue next;
    }
    if (part.dead > 0 && isDeleted(segment, doc)) continue;
    total++;
    const damping = base + slope * segment.lengths[doc]!;
    let score = 0;
    for (const { place, weight } of asked.scored)
      score += weight * share(frequencyOf(lists[place]!.marks[at[place]!]!), damping);
    if (score >= top.threshold) top.offer(segment, doc, score);
  }
  return total;
}

/** Any tree: first which papers, then the leaves of each. */
function rankTree(asked: Asked, part: Part, lists: readonly Postings[], top: Top): number {
  const { segment } = part;
  const docs = liveDocs(
    segment,
    evaluate(segment, asked.query, (leaf) => lists[asked.placeOf(leaf)]!),
  );
  const { base, slope } = dampingOf(asked.whole);
  const sums = new Float64Array(docs.length);
  for (const { place, weight, unless } of asked.scored) {
    const list = lists[place]!;
    const isShadowed = createShadow(lists, unless);
    let at = list.from;
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i]!;
      at = seek(list.docs, at, list.to, doc);
      if (at === list.to) break;
      if (list.docs[at] !== doc || isShadowed?.(doc)) continue;
      sums[i]! += weight * share(frequencyOf(list.marks[at]!), base + slope * segment.lengths[doc]!);
    }
  }
  for (let i = 0; i < docs.length; i++) top.offer(segment, docs[i]!, sums[i]!);
  return docs.length;
}
