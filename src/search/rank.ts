/** Scores the papers of one segment that match a query, offers them to the top papers and counts them. */
import { isTextLeaf } from '../query/tree.ts';
import { evaluate, liveDocs } from './evaluate.ts';
import { addLikeness } from './likeness.ts';
import { frequencyOf, type Postings, seek } from './postings.ts';
import type { PreparedPart, PreparedQuery } from './prepared-query.ts';
import { dampingOf, share } from './score.ts';
import { isDeleted } from './segment.ts';
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
const rankAny: Ranker = (prepared, part, top) => rankWindows(prepared, part, top, 0);

/** The cost of seeking one paper in a long list, in postings added up one after the other. */
const followCost = 3;

/** All of the leaves: the shortest list leads and the others are sought, unless it is nearly as long as they are. */
const rankAll: Ranker = (prepared, part, top) => {
  const { segment, lists } = part;
  const sizes = lists.map(({ from, to }) => to - from);
  const shortest = Math.min(...sizes);
  if (shortest === 0) return 0;
  const all = sizes.reduce((sum, size) => sum + size, segment.count / 2);
  if (shortest * (lists.length - 1) * followCost > all) return rankWindows(prepared, part, top, lists.length);
  return rankByLead(prepared, part, top);
};

const rankByLead: Ranker = (prepared, part, top) => {
  const { segment, lists, exactLists } = part;
  const damping = dampingOf(prepared.whole);
  const order = lists.map((_, place) => place);
  order.sort((a, b) => lists[a]!.to - lists[a]!.from - (lists[b]!.to - lists[b]!.from));
  const lead = lists[order[0]!]!;
  const at = Int32Array.from(lists, (list) => list.from);
  const exactAt = new Int32Array(exactLists.length);
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
    for (const { place, weight } of prepared.scored)
      score += weight * share(frequencyOf(lists[place]!.marks[at[place]!]!), damp);
    for (const { place, weight } of prepared.exact) {
      const { docs, to } = exactLists[place]!;
      exactAt[place] = seek(docs, exactAt[place]!, to, doc);
      if (exactAt[place]! < to && docs[exactAt[place]!] === doc) score += weight;
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

/** The score of each of these papers, which are ascending. A leaf that a paper lacks adds nothing. */
export function scoreDocs(
  prepared: PreparedQuery,
  { segment, lists, exactLists }: PreparedPart,
  docs: Uint16Array,
): Float64Array {
  const damping = dampingOf(prepared.whole);
  const sums = new Float64Array(docs.length);
  const addUp = (list: Postings, unless: number | undefined, worth: (at: number, doc: number) => number) => {
    const isShadowed = createShadow(lists, unless);
    let at = list.from;
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i]!;
      at = seek(list.docs, at, list.to, doc);
      if (at === list.to) break;
      if (list.docs[at] !== doc || isShadowed?.(doc)) continue;
      sums[i]! += worth(at, doc);
    }
  };
  for (const { place, weight, unless } of prepared.scored) {
    const { marks } = lists[place]!;
    const dampingIn = (doc: number) => damping.base + damping.slope * segment.lengths[doc]!;
    addUp(lists[place]!, unless, (at, doc) => weight * share(frequencyOf(marks[at]!), dampingIn(doc)));
  }
  for (const { place, weight, unless } of prepared.exact) addUp(exactLists[place]!, unless, () => weight);
  addLikeness(segment, prepared.query, docs, sums);
  return sums;
}
