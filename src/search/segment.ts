/** Defines a segment of the index: up to 65,535 papers in arrays that are written once. */
import type { NumberField, TextGroup } from '../query/fields.ts';
import { compareStrings, type StringTable } from './string-table.ts';

/**
 * Why segments of this size: a paper's number fits in two bytes, which halves the memory of posting lists, and one number
 * for every paper of a segment fits in the processor's cache. Only deletion bits and counts are changed in place: a new
 * paper becomes a new segment, and small segments are merged.
 */
export const segmentLimit = 0xffff;

/** In which texts of the body a term occurs. Names have one text, which counts as the abstract does. */
export const inTitle = 1;
export const inAbstract = 2;
export const inKeyword = 4;
export const inAny = 7;

/** A mark is one byte of a posting: in which texts (the upper three bits), and how often (the lower five). */
export const frequencyBits = 5;
export const frequencyLimit = 31;

/** How much a word of the title counts against one of the abstract. Two is customary, not tuned here. */
export const titleWeight = 2;

/** Postings in one block. Positions are found by skipping whole blocks: with blocks of 128, phrases took twice as long. */
export const blockSize = 32;
export const blockShift = 5;

/** The terms of one group of texts, with their postings and positions. */
export interface Terms {
  terms: StringTable;
  /** For each term its first posting; one more at the end. */
  starts: Uint32Array;
  /** For each posting the paper's number, ascending within a term. */
  docs: Uint16Array;
  /** For each posting its mark. */
  marks: Uint8Array;
  /** For each term its first block; one more at the end. */
  blockStarts: Uint32Array;
  /** For each block where its positions begin. */
  blockPositions: Uint32Array;
  /** For each term 1 when some of its tokens span more than one position: then each position is followed by its span. */
  spanning: Uint8Array;
  /** For each posting its positions as differences, shifted by one, with the lowest bit set on the last. */
  positions: Uint8Array;
  /** Spellings, sorted; a spelling with two terms occurs twice. Empty where every term is its only spelling. */
  words: StringTable;
  /** For each spelling its term. */
  wordTerms: Uint32Array;
  /** For each spelling where its papers begin in `wordDocs`; one more at the end. No bytes: the papers of its term. */
  wordStarts: Uint32Array;
  wordDocs: Uint8Array;
}

/** Stored for a number that a paper does not have. */
export const absent = -1;

export interface Segment extends Record<TextGroup, Terms> {
  /** How many papers, deleted ones too. They are numbered by date, newest first, then by id. */
  count: number;
  ids: StringTable;
  /** Hash table of ids, lower-cased and without version: paper number + 1, 0 for none. */
  idTable: Uint16Array;
  /** `YYYYMMDD` as a number. */
  days: Int32Array;
  /** The value of each number field, or `absent`. */
  numbers: Record<NumberField, Int32Array>;
  hasCode: Uint8Array;
  /** Words of the body, with those of the title weighted. */
  lengths: Uint32Array;
  /** The sum of the squares of the weights of each paper's vector, as `squareOf` gives it: whole numbers. */
  squares: Float64Array;
  /** Where the positions of abstract and keywords begin. */
  abstractStarts: Uint32Array;
  keywordStarts: Uint32Array;
  /** Two numbers for each paper: a hash of everything indexed except the counts. */
  contents: Uint32Array;
  categories: StringTable;
  categoryStarts: Uint32Array;
  categoryDocs: Uint16Array;
  /** One bit for each paper that was removed or replaced. */
  deleted: Uint32Array;
}

/** The mark of a paper in which a term occurs so often in the texts of `mask`; the title counts `titleWeight` times. */
export function toMark(mask: number, frequency: number): number {
  return (mask << frequencyBits) | Math.min(frequency, frequencyLimit);
}

/** The mark for occurrences `from` up to but excluding `to`; `textOf` tells the text of each. */
export function markOf(from: number, to: number, textOf: (i: number) => number): number {
  let mask = 0;
  let frequency = 0;
  for (let i = from; i < to; i++) {
    const text = textOf(i);
    mask |= text;
    frequency += text === inTitle ? titleWeight : 1;
  }
  return toMark(mask, frequency);
}

/** A paper of a segment. */
export interface PaperPlace {
  segment: Segment;
  doc: number;
}

/** Newest first, then by id: the order of papers of equal score, and of paper numbers. */
export function comparePlaces(a: PaperPlace, b: PaperPlace): number {
  if (a.segment === b.segment) return a.doc - b.doc;
  const days = b.segment.days[b.doc]! - a.segment.days[a.doc]!;
  return days || compareStrings(a.segment.ids, a.doc, b.segment.ids, b.doc);
}

export function isDeleted(segment: Segment, doc: number): boolean {
  return (segment.deleted[doc >>> 5]! & (1 << (doc & 31))) !== 0;
}

/** The text of the body that contains a position. */
export function textAt(
  starts: Pick<Segment, 'abstractStarts' | 'keywordStarts'>,
  doc: number,
  position: number,
): number {
  if (position < starts.abstractStarts[doc]!) return inTitle;
  return position < starts.keywordStarts[doc]! ? inAbstract : inKeyword;
}
