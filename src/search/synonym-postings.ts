/** Finds the papers of a segment with a word or one of its synonyms: `rl` or "reinforcement learning". */
import { LRUCache } from 'lru-cache';
import { meaningKey } from '../query/print.ts';
import { type Phrase, pathsOf, type Word } from '../query/tree.ts';
import { type Docs, phrasePostings } from './phrase-postings.ts';
import { type Postings, termPostings } from './postings.ts';
import { frequencyBits, frequencyLimit, inAny, type Segment } from './segment.ts';

/** How many numbers of recent lists are cached for each segment (three bytes each): the same acronyms recur in queries. */
const mostKept = 1_000_000;
const keptOf = new WeakMap<Segment, LRUCache<string, Postings>>();

/**
 * The papers before `limit` with the leaf in any text, ascending. Occurrences of all synonyms are added up.
 * @param within where it is given, other papers may be missing
 */
export function synonymPostings(
  segment: Segment,
  leaf: Word | Phrase,
  limit: number,
  within?: Docs,
): Postings {
  if (limit < segment.count || within !== undefined) return collect(segment, leaf, limit, within);
  let kept = keptOf.get(segment);
  kept ??= new LRUCache({ maxSize: mostKept, sizeCalculation: ({ to }, key) => to + key.length });
  keptOf.set(segment, kept);
  const key = meaningKey({ ...leaf, field: 'any' });
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = collect(segment, leaf, limit);
  kept.set(key, found);
  return found;
}

function collect(segment: Segment, leaf: Word | Phrase, limit: number, within?: Docs): Postings {
  const all = new Uint8Array(limit);
  let count = 0;
  for (const list of listsOf(segment, pathsOf(leaf), limit, within))
    for (let i = list.from; i < list.to; i++) {
      const doc = list.docs[i]!;
      if (all[doc] === 0) count++;
      all[doc] = addUp(all[doc]!, list.marks[i]!);
    }
  const docs = new Uint16Array(count);
  const marks = new Uint8Array(count);
  let to = 0;
  for (let doc = 0; to < count; doc++) {
    if (all[doc] === 0) continue;
    docs[to] = doc;
    marks[to++] = all[doc]!;
  }
  return { docs, marks, from: 0, to };
}

/** The postings of paths that all differ: of one term as they are stored, of several as a phrase. */
function listsOf(segment: Segment, paths: readonly string[][], limit: number, within?: Docs): Postings[] {
  const distinct = new Map(paths.map((path) => [path.join(' '), path]));
  const single = [...distinct.values()].filter(({ length }) => length === 1);
  const several = [...distinct.values()].filter(({ length }) => length > 1);
  const lists = single.map(([term]) => termPostings(segment.body, term!, limit));
  if (several.length > 0)
    lists.push(
      phrasePostings(segment, { kind: 'phrase', field: 'any', paths: several, text: '' }, limit, within),
    );
  return lists;
}

/** Two marks of one paper as one: in all texts of both, as often as both together. */
function addUp(a: number, b: number): number {
  const frequency = Math.min((a & frequencyLimit) + (b & frequencyLimit), frequencyLimit);
  return ((a | b) & (inAny << frequencyBits)) | frequency;
}
