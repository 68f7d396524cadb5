/** Finds the papers of a segment in which a phrase occurs. */
import { groupOf } from '../query/fields.ts';
import type { Phrase } from '../query/tree.ts';
import { createPositionReader, type Positions } from './positions.ts';
import { maskOf, type Postings, seek, termPostings } from './postings.ts';
import { frequencyBits, frequencyLimit, inAbstract, inAny, markOf, type Segment, textAt } from './segment.ts';

/** Called for each paper with the path: the positions where its occurrences end, ascending. */
type Take = (doc: number, ends: number[], count: number) => void;

/** Visits the papers with all terms, rarest term first, and follows the path through their positions. */
function walk(segment: Segment, leaf: Phrase, path: readonly string[], limit: number, take: Take): void {
  const terms = segment[groupOf(leaf.field)];
  const lists = path.map((term) => termPostings(terms, term, limit));
  if (lists.some((list) => list.from === list.to)) return;
  const readers = lists.map(createPositionReader);
  const rarest = lists.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a));
  const at = lists.map((list) => list.from);
  const current: number[] = [];
  const following: number[] = [];

  next: for (let i = rarest.from; i < rarest.to; i++) {
    const doc = rarest.docs[i]!;
    for (let k = 0; k < lists.length; k++) {
      const list = lists[k]!;
      at[k] = seek(list.docs, at[k]!, list.to, doc);
      if (at[k] === list.to) return;
      if (list.docs[at[k]!] !== doc) continue next;
    }
    let reached = current;
    let count = 0;
    for (let k = 0; k < lists.length; k++) {
      const places = readers[k]!(at[k]!);
      if (k === 0) {
        count = places.count;
        for (let p = 0; p < count; p++) reached[p] = places.ends[p]!;
      } else {
        const into = reached === current ? following : current;
        count = follow(reached, count, places, into);
        reached = into;
      }
      if (count === 0) continue next;
      count = tidy(reached, count);
    }
    take(doc, reached, count);
  }
}

/** The ends of the positions that begin at one of `ends`. Both are sorted, so one pass is enough. */
function follow(ends: readonly number[], count: number, places: Positions, into: number[]): number {
  let kept = 0;
  for (let e = 0, p = 0; e < count && p < places.count; ) {
    const difference = ends[e]! - places.starts[p]!;
    if (difference < 0) e++;
    else {
      if (difference === 0) into[kept++] = places.ends[p]!;
      p++;
    }
  }
  return kept;
}

/** Sorts the ends and drops repetitions: with compounds a later position can end earlier. */
function tidy(ends: number[], count: number): number {
  let ordered = true;
  for (let i = 1; i < count && ordered; i++) ordered = ends[i - 1]! < ends[i]!;
  if (ordered) return count;
  const distinct = [...new Set(ends.slice(0, count))].sort((a, b) => a - b);
  for (let i = 0; i < distinct.length; i++) ends[i] = distinct[i]!;
  return distinct.length;
}

/** The papers before `limit` with a phrase in its field. Occurrences by several paths are added up. */
export function phrasePostings(segment: Segment, leaf: Phrase, limit = segment.count): Postings {
  const wanted = maskOf(leaf);
  const isBody = groupOf(leaf.field) === 'body';
  const found = new Map<number, number>();
  for (const path of leaf.paths)
    walk(segment, leaf, path, limit, (doc, ends, count) => {
      // An occurrence belongs to the text where it ends.
      const mark = markOf(0, count, (i) => (isBody ? textAt(segment, doc, ends[i]! - 1) : inAbstract));
      const before = found.get(doc) ?? 0;
      const frequency = Math.min((before & frequencyLimit) + (mark & frequencyLimit), frequencyLimit);
      found.set(doc, ((before | mark) & (inAny << frequencyBits)) | frequency);
    });
  const kept = [...found].filter(([, mark]) => ((mark >>> frequencyBits) & wanted) !== 0);
  kept.sort((a, b) => a[0] - b[0]);
  return {
    docs: Uint16Array.from(kept, ([doc]) => doc),
    marks: Uint8Array.from(kept, ([, mark]) => mark),
    from: 0,
    to: kept.length,
  };
}
