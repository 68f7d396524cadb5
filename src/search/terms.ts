/** Postings in order of term and paper in, the arrays of a segment's terms out: shared by building and merging. */
import { createWriter, type Writer, written } from './bytes.ts';
import { blockShift, blockSize, frequencyLimit, type Terms } from './segment.ts';

export interface TermsWriter {
  /** A new term begins. */
  term(spanning: boolean): void;
  /** A posting of the term. Its positions are written to `positions` right after. */
  posting(doc: number, mark: number, length: number): void;
  positions: Writer;
  finish(): Omit<Terms, 'terms' | 'words' | 'wordTerms' | 'wordStarts' | 'wordDocs'>;
}

/** `termLimit` and `postingLimit` are how many there can be at most. */
export function createTermsWriter(termLimit: number, postingLimit: number): TermsWriter {
  const docs = new Uint16Array(postingLimit);
  const marks = new Uint8Array(postingLimit);
  const starts = new Uint32Array(termLimit + 1);
  const blockStarts = new Uint32Array(termLimit + 1);
  const blockLimit = (postingLimit >>> blockShift) + termLimit;
  const blockFrequencies = new Uint8Array(blockLimit);
  const blockRatios = new Float32Array(blockLimit);
  const blockPositions = new Uint32Array(blockLimit);
  const spanning = new Uint8Array(termLimit);
  const positions = createWriter(1 << 12);
  let terms = 0;
  let postings = 0;
  let blocks = 0;

  return {
    positions,
    term(spans) {
      spanning[terms] = Number(spans);
      starts[terms] = postings;
      blockStarts[terms++] = blocks;
    },
    posting(doc, mark, length) {
      const frequency = mark & frequencyLimit;
      if (((postings - starts[terms - 1]!) & (blockSize - 1)) === 0) {
        blockRatios[blocks] = Number.POSITIVE_INFINITY;
        blockPositions[blocks++] = positions.length;
      }
      const block = blocks - 1;
      if (frequency > blockFrequencies[block]!) blockFrequencies[block] = frequency;
      // Rounded down, so that in 32 bits it is still a bound.
      const ratio = (length / frequency) * (1 - 2 ** -23);
      if (ratio < blockRatios[block]!) blockRatios[block] = ratio;
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
        blockFrequencies: blockFrequencies.slice(0, blocks),
        blockRatios: blockRatios.slice(0, blocks),
        blockPositions: blockPositions.slice(0, blocks),
        spanning: spanning.slice(0, terms),
        positions: written(positions),
      };
    },
  };
}

/** The papers of each word, one word after the other. */
export function joinWords(
  lists: readonly (Writer | undefined)[],
  count: number,
): Pick<Terms, 'wordStarts' | 'wordDocs'> {
  const wordStarts = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) wordStarts[i + 1] = wordStarts[i]! + (lists[i]?.length ?? 0);
  const wordDocs = new Uint8Array(wordStarts[count]!);
  lists.forEach((list, i) => {
    if (list) wordDocs.set(list.bytes.subarray(0, list.length), wordStarts[i]);
  });
  return { wordStarts, wordDocs };
}
