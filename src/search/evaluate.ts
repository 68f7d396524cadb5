/** Evaluates a query tree over a segment: one bit a paper. */

import { idKey } from '../model/paper-id.ts';
import { LIKE_THRESHOLD, vectorOfLike } from '../query/like.ts';
import type { Comparison, Filter, Query, TextLeaf } from '../query/tree.ts';
import { hashOf, otherIdKey } from './content-hash.ts';
import { eachLike } from './likeness.ts';
import type { Postings } from './postings.ts';
import { absent, type Segment } from './segment.ts';
import { rangeOf, stringAt } from './string-table.ts';

/** One bit for each paper of a segment. */
export type Bits = Uint32Array;

function createBits(segment: Segment): Bits {
  return new Uint32Array((segment.count + 31) >>> 5);
}

function setBit(bits: Bits, doc: number): void {
  bits[doc >>> 5]! |= 1 << (doc & 31);
}

function fill(segment: Segment): Bits {
  const bits = createBits(segment).fill(0xffffffff);
  if (segment.count & 31) bits[bits.length - 1] = (1 << (segment.count & 31)) - 1;
  return bits;
}

/** The papers before `limit` whose number is in this range, both ends included. */
function where(
  segment: Segment,
  limit: number,
  numbers: ArrayLike<number>,
  [least, most]: [number, number],
): Bits {
  const bits = createBits(segment);
  for (let doc = 0; doc < limit; doc++) {
    const number = numbers[doc]!;
    if (number >= least && number <= most) setBit(bits, doc);
  }
  return bits;
}

/** The whole numbers that a comparison admits, never `absent`. */
const ranges: Record<Comparison, (value: number) => [number, number]> = {
  '=': (value) => [value, value],
  '>': (value) => [Math.floor(value) + 1, Number.POSITIVE_INFINITY],
  '>=': (value) => [value, Number.POSITIVE_INFINITY],
  '<': (value) => [absent + 1, Math.ceil(value) - 1],
  '<=': (value) => [absent + 1, value],
};

function bitsOf(segment: Segment, postings: Postings): Bits {
  const bits = createBits(segment);
  for (let i = postings.from; i < postings.to; i++) setBit(bits, postings.docs[i]!);
  return bits;
}

/** Papers whose id, lower-cased and without its version, is this. */
export function docsWithId(segment: Segment, key: string): number[] {
  const { idTable } = segment;
  const docs: number[] = [];
  let slot = hashOf(key) & (idTable.length - 1);
  for (; idTable[slot] !== 0; slot = (slot + 1) & (idTable.length - 1)) {
    const doc = idTable[slot]! - 1;
    if (idKey(stringAt(segment.ids, doc)) === key) docs.push(doc);
  }
  return docs;
}

/** @param below whether subcategories count too: `cs` includes `cs.lg` */
function ofCategory(segment: Segment, limit: number, value: string, below: boolean): Bits {
  const bits = createBits(segment);
  const [first, last] = rangeOf(segment.categories, value);
  for (let i = first; i < last; i++) {
    const name = stringAt(segment.categories, i);
    if (name.length !== value.length && !(below && name[value.length] === '.')) continue;
    const end = segment.categoryStarts[i + 1]!;
    for (let k = segment.categoryStarts[i]!; k < end && segment.categoryDocs[k]! < limit; k++)
      setBit(bits, segment.categoryDocs[k]!);
  }
  return bits;
}

function filter(segment: Segment, leaf: Filter, limit: number): Bits {
  switch (leaf.kind) {
    case 'cat':
      return ofCategory(segment, limit, leaf.value, true);
    case 'id': {
      const bits = ofCategory(segment, limit, otherIdKey(leaf.value), false);
      for (const doc of docsWithId(segment, leaf.value)) setBit(bits, doc);
      return bits;
    }
    case 'count': {
      const range = ranges[leaf.comparison](leaf.value);
      return where(segment, limit, segment.numbers[leaf.field], [Math.max(range[0], absent + 1), range[1]]);
    }
    case 'date': {
      const day = Number(leaf.day.replaceAll('-', ''));
      // A paper without a date has day 0.
      const range: [number, number] = leaf.side === 'after' ? [day, Number.POSITIVE_INFINITY] : [1, day - 1];
      return where(segment, limit, segment.days, range);
    }
    case 'like': {
      const bits = createBits(segment);
      const { vector, square } = vectorOfLike(leaf);
      const add = (doc: number, cosine: number) => {
        if (cosine >= LIKE_THRESHOLD) setBit(bits, doc);
      };
      eachLike(segment, vector, square, add, limit);
      return bits;
    }
    case 'has':
      return where(segment, limit, segment.hasCode, [1, 1]);
  }
}

/** The papers that match the query, including deleted ones; those from `limit` on may be wrong. `read` returns the postings of a leaf. */
export function evaluate(
  segment: Segment,
  query: Query,
  read: (leaf: TextLeaf) => Postings,
  limit: number,
): Bits {
  switch (query.kind) {
    case 'all':
      return fill(segment);
    case 'and':
    case 'or': {
      const [bits, ...others] = query.of.map((operand) => evaluate(segment, operand, read, limit)) as [
        Bits,
        ...Bits[],
      ];
      for (const other of others)
        if (query.kind === 'and') for (let i = 0; i < bits.length; i++) bits[i]! &= other[i]!;
        else for (let i = 0; i < bits.length; i++) bits[i]! |= other[i]!;
      return bits;
    }
    case 'not': {
      const bits = fill(segment);
      const other = evaluate(segment, query.of, read, limit);
      for (let i = 0; i < bits.length; i++) bits[i]! &= ~other[i]!;
      return bits;
    }
    case 'about':
      return evaluate(segment, query.gate, read, limit);
    case 'word':
    case 'phrase':
    case 'prefix':
      return bitsOf(segment, read(query));
    default:
      return filter(segment, query, limit);
  }
}

/** The numbers of the papers before `limit` whose bit is set and that are not deleted, ascending. */
export function liveDocs(segment: Segment, bits: Bits, limit: number): Uint16Array {
  if (limit < segment.count) {
    bits.fill(0, (limit + 31) >>> 5);
    if (limit & 31) bits[limit >>> 5]! &= (1 << (limit & 31)) - 1;
  }
  let count = 0;
  for (let i = 0; i < bits.length; i++) count += ones(bits[i]! & ~segment.deleted[i]!);
  const docs = new Uint16Array(count);
  let to = 0;
  for (let i = 0; i < bits.length; i++)
    for (let rest = bits[i]! & ~segment.deleted[i]!; rest !== 0; rest &= rest - 1)
      docs[to++] = (i << 5) + 31 - Math.clz32(rest & -rest);
  return docs;
}

/** How many of the 32 bits are set. */
export function ones(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
