/** Writes the arrays of a segment's terms from sorted postings, for building and for merging. */

import { blockShift, blockSize, type Terms } from './segment.ts';
import { toStringTable } from './string-table.ts';
import { type ByteWriter, createByteWriter, written } from './varint.ts';

export interface TermsWriter {
  /** Begins a new term. */
  term(spanning: boolean): void;
  /** Adds a posting of the term. Its positions must be written to `positions` right after. */
  posting(doc: number, mark: number): void;
  positions: ByteWriter;
  /** The postings written so far. */
  readonly docs: Uint16Array;
  readonly marks: Uint8Array;
  readonly count: number;
  finish(): Omit<Terms, 'terms' | 'words' | 'wordTerms' | 'wordStarts' | 'wordDocs'>;
}

/** `termLimit` and `postingLimit` are the most there can be. */
export function createTermsWriter(termLimit: number, postingLimit: number): TermsWriter {
  const docs = new Uint16Array(postingLimit);
  const marks = new Uint8Array(postingLimit);
  const starts = new Uint32Array(termLimit + 1);
  const blockStarts = new Uint32Array(termLimit + 1);
  const blockLimit = (postingLimit >>> blockShift) + termLimit;
  const blockPositions = new Uint32Array(blockLimit);
  const spanning = new Uint8Array(termLimit);
  const positions = createByteWriter(1 << 12);
  let terms = 0;
  let postings = 0;
  let blocks = 0;

  return {
    positions,
    docs,
    marks,
    get count() {
      return postings;
    },
    term(spans) {
      spanning[terms] = Number(spans);
      starts[terms] = postings;
      blockStarts[terms++] = blocks;
    },
    posting(doc, mark) {
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

type Spelled = Pick<Terms, 'words' | 'wordTerms' | 'wordStarts' | 'wordDocs'>;

/** The arrays of all spellings, which are sorted. `lists` has no entry where the papers are the term's. */
export function joinSpellings(
  words: readonly string[],
  terms: readonly string[],
  wordTerms: Uint32Array,
  lists: readonly (Uint8Array | undefined)[],
): Spelled {
  if (words.length === terms.length && words.every((word, i) => word === terms[i]))
    return {
      words: toStringTable([]),
      wordTerms: new Uint32Array(0),
      wordStarts: new Uint32Array(0),
      wordDocs: new Uint8Array(0),
    };
  const wordStarts = new Uint32Array(words.length + 1);
  for (let i = 0; i < words.length; i++) wordStarts[i + 1] = wordStarts[i]! + (lists[i]?.length ?? 0);
  const wordDocs = new Uint8Array(wordStarts[words.length]!);
  lists.forEach((list, i) => {
    if (list) wordDocs.set(list, wordStarts[i]);
  });
  return { words: toStringTable(words), wordTerms, wordStarts, wordDocs };
}
