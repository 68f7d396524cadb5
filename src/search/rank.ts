/** Scores the papers of one segment that match a query, offers them to the top papers and counts them. */
import { meaningKey } from '../query/print.ts';
import { isTextLeaf, type Query, type TextLeaf } from '../query/tree.ts';
import { evaluate, liveDocs } from './evaluate.ts';
import type { Forms } from './exact-forms.ts';
import { postingsOf } from './leaf-postings.ts';
import { addLikeness } from './likeness.ts';
import { frequencyOf, liveCount, type Postings, seek } from './postings.ts';
import type { PreparedPart, PreparedQuery, ScoredLeaf } from './prepared-query.ts';
import { dampingOf, share } from './score.ts';
import { isDeleted, type Segment, segmentLimit } from './segment.ts';
import { removedOf } from './segments.ts';
import type { Top } from './top-papers.ts';
import { createShadow, rankWindows } from './windowed-scoring.ts';

/** Offers every paper of the segment that matches the query. Returns how many there are. */
export type Ranker = (prepared: PreparedQuery, part: PreparedPart, top: Top) => number;

/** The fastest ranker for the shape of the query. All of them add up a score in the order of the query's leaves. */
export function rankerOf({ query, scored, hasOptional }: PreparedQuery): Ranker {
  if (hasOptional) return rankTree;
  if (isTextLeaf(query)) return rankAny;
  // With a leaf that is not scored, papers would be missed.
  if (query.kind === 'or' && query.of.every(isTextLeaf) && scored.length === query.of.length) return rankAny;
  return query.kind === 'and' && query.of.every(isTextLeaf) ? rankAll : rankTree;
}

/** Any of the leaves. */
const rankAny: Ranker = (prepared, part, top) => {
  const { scored } = prepared;
  const isList = part.lists.length === 1 && scored.length === 1 && scored[0]!.unless === undefined;
  return isList && part.forms[0] !== undefined
    ? rankList(prepared, part, top)
    : rankWindows(prepared, part, top, false);
};

/** Offers the papers of a list with forms and returns how many there are: as `rankWindows`, with no sums to keep. */
function rankList(prepared: PreparedQuery, part: PreparedPart, top: Top): number {
  const { segment, dead, lists, forms } = part;
  const { docs, marks, from, to } = lists[0]!;
  const { weight, bonus } = prepared.scored[0]!;
  const { of } = forms[0]!;
  const { base, slope } = dampingOf(prepared.whole);
  const { lengths } = segment;
  let least = top.threshold;
  for (let i = from; i < to; i++) {
    const doc = docs[i]!;
    const score =
      weight * share(frequencyOf(marks[i]!), base + slope * lengths[doc]!) + bonus[of[i - from]!]!;
    if (score < least || (dead > 0 && isDeleted(segment, doc))) continue;
    top.offer(segment, doc, score);
    least = top.threshold;
  }
  return liveCount(segment, removedOf(part), lists[0]!);
}

/** The cost of seeking one paper in a long list, in postings added up one after the other. */
const followCost = 7;

/** All of the leaves: the shortest list leads and the others are sought, unless it is nearly as long as they are. */
const rankAll: Ranker = (prepared, part, top) => {
  const { segment, lists } = part;
  const sizes = lists.map(({ from, to }) => to - from);
  const shortest = Math.min(...sizes);
  if (shortest === 0) return 0;
  const all = sizes.reduce((sum, size) => sum + size, segment.count / 2);
  if (shortest * (lists.length - 1) * followCost > all) return rankWindows(prepared, part, top, true);
  return rankByLead(prepared, part, top);
};

const rankByLead: Ranker = (prepared, part, top) => {
  const { segment, lists, forms } = part;
  const damping = dampingOf(prepared.whole);
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
    const damp = damping.base + damping.slope * segment.lengths[doc]!;
    let score = 0;
    for (let k = 0; k < prepared.scored.length; k++) {
      const { place, weight, bonus } = prepared.scored[k]!;
      const { marks, from } = lists[place]!;
      const posting = at[place]!;
      score += weight * share(frequencyOf(marks[posting]!), damp) + bonus[forms[k]?.of[posting - from] ?? 0]!;
    }
    if (score >= top.threshold) top.offer(segment, doc, score);
  }
  return total;
};

/** Any tree: first finds the papers, then scores their leaves. */
const rankTree: Ranker = (prepared, part, top) => {
  const docs = matchingDocs(prepared, part);
  const scores = scoreDocs(prepared, part, docs);
  for (let i = 0; i < docs.length; i++) top.offer(part.segment, docs[i]!, scores[i]!);
  return docs.length;
};

/** The live papers that match any tree. */
export function matchingDocs(
  { query, placeOf }: PreparedQuery,
  { segment, lists, limit }: PreparedPart,
): Uint16Array {
  const bits = evaluate(segment, query, (leaf) => lists[placeOf(leaf)]!, limit);
  return liveDocs(segment, bits, limit);
}

/** A test of whether one of these papers, which are ascending, matches. Only the papers up to the last of them are looked at. */
export function matchingOf(segment: Segment, query: Query, docs: Uint16Array): (doc: number) => boolean {
  const limit = docs.length === 0 ? 0 : docs.at(-1)! + 1;
  const within = { docs, from: 0, to: docs.length };
  const known = new Map<string, Postings>();
  const read = (leaf: TextLeaf): Postings => {
    const key = meaningKey(leaf);
    const list = known.get(key) ?? postingsOf(segment, leaf, limit, within);
    known.set(key, list);
    return list;
  };
  const bits = evaluate(segment, query, read, limit);
  return (doc) => (bits[doc >>> 5]! & (1 << (doc & 31))) !== 0;
}

/** One number for each paper of a segment, all zero between uses. */
const dense = new Float64Array(segmentLimit);
/** Looking up a paper in a list costs as much as reading so many postings of it one after the other. */
const lookupCost = 4;

/** The score of each of these papers, which are ascending. A leaf that a paper lacks adds nothing. */
export function scoreDocs(prepared: PreparedQuery, part: PreparedPart, docs: Uint16Array): Float64Array {
  const { segment } = part;
  prepared.scored.forEach((scored, at) => {
    addUp(prepared, part, scored, part.forms[at], docs);
  });
  const sums = new Float64Array(docs.length);
  for (let i = 0; i < docs.length; i++) sums[i] = dense[docs[i]!]!;
  dense.fill(0, 0, segment.count);
  addLikeness(segment, prepared.query, docs, sums);
  return sums;
}

/** Adds up either what these papers have of a list, or the whole list: what is less work. */
function addUp(
  { whole }: PreparedQuery,
  { segment, lists }: PreparedPart,
  { place, weight, bonus, unless }: ScoredLeaf,
  forms: Forms | undefined,
  papers: Uint16Array,
): void {
  const { docs, marks, from, to } = lists[place]!;
  const { base, slope } = dampingOf(whole);
  const isShadowed = createShadow(lists, unless);
  const add = (at: number, doc: number) => {
    if (isShadowed?.(doc)) return;
    const damping = base + slope * segment.lengths[doc]!;
    dense[doc]! += weight * share(frequencyOf(marks[at]!), damping) + bonus[forms?.of[at - from] ?? 0]!;
  };
  if (papers.length * lookupCost > to - from) {
    for (let at = from; at < to; at++) add(at, docs[at]!);
    return;
  }
  let at = from;
  for (const doc of papers) {
    at = seek(docs, at, to, doc);
    if (at === to) break;
    if (docs[at] === doc) add(at, doc);
  }
}
