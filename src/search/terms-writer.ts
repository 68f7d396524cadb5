/** Writes the arrays of a segment's terms from sorted postings, for building and for merging. */

import { blockShift, blockSize, type Terms } from './segment.ts';
import type { Slices } from './slices.ts';
import { toStringTable } from './string-table.ts';
import { createByteWriter, written } from './varint.ts';

/** How many lists of papers are copied in some milliseconds. */
const listsInSlice = 1 << 13;

/** `termLimit` and `postingLimit` are the most there can be. */
export function createTermsWriter(termLimit: number, postingLimit: number) {
  const docs = new Uint16Array(postingLimit);
  const marks = new Uint8Array(postingLimit);
  const starts = new Uint32Array(termLimit + 1);
  const blockStarts = new Uint32Array(termLimit + 1);
  const blockPositions = new Uint32Array((postingLimit >>> blockShift) + termLimit);
  const spanning = new Uint8Array(termLimit);
  const positions = createByteWriter(1 << 12);
  let terms = 0;
  let postings = 0;
  let blocks = 0;

  return {
    positions,
    /** The postings written so far. */
    docs,
    marks,
    get count(): number {
      return postings;
    },
    /** Begins a new term. */
    term(spans: boolean): void {
      spanning[terms] = Number(spans);
      starts[terms] = postings;
      blockStarts[terms++] = blocks;
    },
    /** Adds a posting of the term. Its positions must be written to `positions` right after. */
    posting(doc: number, mark: number): void {
      if (((postings - starts[terms - 1]!) & (blockSize - 1)) === 0)
        blockPositions[blocks++] = positions.length;
      docs[postings] = doc;
      marks[postings++] = mark;
    },
    finish() {
      starts[terms] = postings;
      blockStarts[terms] = blocks;
      return {
        starts: starts.slice(0, terms + 1),
        docs: docs.slice(0, postings),
        marks: marks.slice(0, postings),
        blockStarts: blockStarts.slice(0, terms + 1),
        blockPositions: blockPositions.slice(0, blocks),
        spanning: spanning.slice(0, terms),
        positions: written(positions),
      };
    },
  };
}

/** The arrays of all spellings, which are sorted. `lists` has no entry where the papers are the term's. */
export function* joinSpellings(
  words: readonly string[],
  terms: readonly string[],
  wordTerms: Uint32Array,
  lists: readonly (Uint8Array | undefined)[],
): Slices<Pick<Terms, 'words' | 'wordTerms' | 'wordStarts' | 'wordDocs'>> {
  // Where every spelling is its term, the terms' own papers are enough: none of the lists is kept.
  const areTerms = words.length === terms.length && words.every((word, i) => word === terms[i]);
  const count = areTerms ? 0 : words.length;
  const wordStarts = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) wordStarts[i + 1] = wordStarts[i]! + (lists[i]?.length ?? 0);
  yield;
  const wordDocs = new Uint8Array(wordStarts[count]!);
  for (let from = 0; from < count; from += listsInSlice) {
    copyLists(wordDocs, lists, wordStarts, from, Math.min(count, from + listsInSlice));
    yield;
  }
  return {
    words: toStringTable(words.slice(0, count)),
    wordTerms: wordTerms.slice(0, count),
    wordStarts,
    wordDocs,
  };
}

function copyLists(
  into: Uint8Array,
  lists: readonly (Uint8Array | undefined)[],
  starts: Uint32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const list = lists[i];
    if (list !== undefined) into.set(list, starts[i]);
  }
}
