/** A query asked of one segment in, its papers offered to the top with their scores, and how many there are out. */
import type { Query, TextLeaf } from '../query/tree.ts';
import type { Asked } from './ask.ts';
import { evaluate, liveDocs } from './evaluate.ts';
import type { Part } from './parts.ts';
import { frequencyOf, type Postings, seek } from './postings.ts';
import { dampingOf, share } from './score.ts';
import { isDeleted, segmentLimit } from './segment.ts';
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

/** One number for each paper of a segment, all zero between queries. */
const scores = new Float64Array(segmentLimit + 1);

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

/**
 * Any of the leaves: list after list into one array of scores, which is then read off.
 */
function rankAny(asked: Asked, part: Part, lists: readonly Postings[], top: Top): number {
  const { segment } = part;
  const { lengths } = segment;
  const { base, slope } = dampingOf(asked.whole);
  let postings = 0;
  for (const { place, weight, unless } of asked.scored) {
    const { docs, marks, from, to } = lists[place]!;
    const isShadowed = createShadow(lists, unless);
    postings += to - from;
    for (let i = from; i < to; i++) {
      const doc = docs[i]!;
      if (isShadowed?.(doc)) continue;
      scores[doc]! += weight * share(frequencyOf(marks[i]!), base + slope * lengths[doc]!);
    }
  }
  let total = 0;
  const read = (doc: number) => {
    const score = scores[doc]!;
    if (score === 0) return;
    scores[doc] = 0;
    if (part.dead > 0 && isDeleted(segment, doc)) return;
    total++;
    if (score >= top.threshold) top.offer(segment, doc, score);
  };
  if (postings * 4 > segment.count) for (let doc = 0; doc < segment.count; doc++) read(doc);
  else
    for (const { place } of asked.scored) {
      const { docs, from, to } = lists[place]!;
      for (let i = from; i < to; i++) read(docs[i]!);
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
