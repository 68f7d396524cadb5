/** Finds the papers of a segment in which a phrase occurs. */
import { groupOf } from '../query/fields.ts';
import type { Phrase } from '../query/tree.ts';
import { createPositionReader, type Positions } from './positions.ts';
import { maskOf, type Postings, seek, termPostings } from './postings.ts';
import { frequencyBits, frequencyLimit, inAbstract, inAny, markOf, type Segment, textAt } from './segment.ts';

/** Called for each paper with the path: the positions where its occurrences end, ascending. */
type Take = (doc: number, ends: number[], count: number) => void;

/** Papers, ascending: a part of a list of postings. */
export type Docs = Pick<Postings, 'docs' | 'from' | 'to'>;

/**
 * Visits the papers with all terms, rarest term first, and follows the path through their positions.
 * @param within no other papers are looked at
 */
function walk(
  segment: Segment,
  leaf: Phrase,
  path: readonly string[],
  limit: number,
  take: Take,
  within?: Docs,
): void {
  const terms = segment[groupOf(leaf.field)];
  const lists = path.map((term) => termPostings(terms, term, limit));
  if (lists.some((list) => list.from === list.to)) return;
  const readers = lists.map(createPositionReader);
  const all: Docs[] = within === undefined ? lists : [within, ...lists];
  const rarest = all.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a));
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

/** Fewer paths are walked as fast one by one. */
const MANY_PATHS = 20;

/**
 * Returns a function that gives the papers with both the first and the last term of a path. A name has dozens of paths that differ only
 * in a middle initial, which is in nearly every list of authors: they share this list. Undefined where it is not worth it.
 */
function createEnds(segment: Segment, leaf: Phrase, limit: number) {
  const known = new Map<string, Docs>();
  const terms = segment[groupOf(leaf.field)];
  return (path: readonly string[]): Docs | undefined => {
    const [first = '', last = ''] = [path[0], path.at(-1)];
    if (leaf.paths.length < MANY_PATHS || path.length < 3) return undefined;
    const key = `${first} ${last}`;
    const docs = known.get(key) ?? both(termPostings(terms, first, limit), termPostings(terms, last, limit));
    known.set(key, docs);
    return docs;
  };
}

function shorter(one: Docs | undefined, other: Docs | undefined): Docs | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.to - one.from < other.to - other.from ? one : other;
}

/** The papers of both lists. */
function both(one: Postings, other: Postings): Docs {
  const [short, long] = one.to - one.from < other.to - other.from ? [one, other] : [other, one];
  const docs = new Uint16Array(short.to - short.from);
  let to = 0;
  for (let i = short.from, k = long.from; i < short.to; i++) {
    const doc = short.docs[i]!;
    k = seek(long.docs, k, long.to, doc);
    if (k === long.to) break;
    if (long.docs[k] === doc) docs[to++] = doc;
  }
  return { docs, from: 0, to };
}

/**
 * The papers before `limit` with a phrase in its field. Occurrences by several paths are added up.
 * @param within where it is given, other papers may be missing
 */
export function phrasePostings(
  segment: Segment,
  leaf: Phrase,
  limit = segment.count,
  within?: Docs,
): Postings {
  const wanted = maskOf(leaf);
  const isBody = groupOf(leaf.field) === 'body';
  const found = new Map<number, number>();
  const withinOf = createEnds(segment, leaf, limit);
  for (const path of leaf.paths) {
    const take: Take = (doc, ends, count) => {
      // An occurrence belongs to the text where it ends.
      const mark = markOf(0, count, (i) => (isBody ? textAt(segment, doc, ends[i]! - 1) : inAbstract));
      const before = found.get(doc) ?? 0;
      const frequency = Math.min((before & frequencyLimit) + (mark & frequencyLimit), frequencyLimit);
      found.set(doc, ((before | mark) & (inAny << frequencyBits)) | frequency);
    };
    walk(segment, leaf, path, limit, take, shorter(within, withinOf(path)));
  }
  const kept = [...found].filter(([, mark]) => ((mark >>> frequencyBits) & wanted) !== 0);
  kept.sort((a, b) => a[0] - b[0]);
  return {
    docs: Uint16Array.from(kept, ([doc]) => doc),
    marks: Uint8Array.from(kept, ([, mark]) => mark),
    from: 0,
    to: kept.length,
  };
}
