/** Evaluates a query tree over a segment: one bit a paper. */

import { idKey } from '../model/paper-id.ts';
import { comparisons } from '../query/meaning.ts';
import type { Filter, Query, TextLeaf } from '../query/tree.ts';
import { hashOf, otherIdKey } from './content-hash.ts';
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

function where(segment: Segment, holds: (doc: number) => boolean): Bits {
  const bits = createBits(segment);
  for (let doc = 0; doc < segment.count; doc++) if (holds(doc)) setBit(bits, doc);
  return bits;
}

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
function ofCategory(segment: Segment, value: string, below: boolean): Bits {
  const bits = createBits(segment);
  const [first, last] = rangeOf(segment.categories, value);
  for (let i = first; i < last; i++) {
    const name = stringAt(segment.categories, i);
    if (name.length !== value.length && !(below && name[value.length] === '.')) continue;
    const end = segment.categoryStarts[i + 1]!;
    for (let k = segment.categoryStarts[i]!; k < end; k++) setBit(bits, segment.categoryDocs[k]!);
  }
  return bits;
}

function filter(segment: Segment, leaf: Filter): Bits {
  switch (leaf.kind) {
    case 'cat':
      return ofCategory(segment, leaf.value, true);
    case 'id': {
      const bits = ofCategory(segment, otherIdKey(leaf.value), false);
      for (const doc of docsWithId(segment, leaf.value)) setBit(bits, doc);
      return bits;
    }
    case 'count': {
      const numbers = segment.numbers[leaf.field];
      const compare = comparisons[leaf.comparison];
      return where(segment, (doc) => numbers[doc] !== absent && compare(numbers[doc]!, leaf.value));
    }
    case 'date': {
      const day = Number(leaf.day.replaceAll('-', ''));
      const { days } = segment;
      const isAfter = leaf.side === 'after';
      return where(segment, (doc) => days[doc] !== 0 && days[doc]! >= day === isAfter);
    }
    case 'has':
      return where(segment, (doc) => segment.hasCode[doc] === 1);
  }
}

/** The papers that match the query, including deleted ones. `read` returns the postings of a leaf. */
export function evaluate(segment: Segment, query: Query, read: (leaf: TextLeaf) => Postings): Bits {
  switch (query.kind) {
    case 'all':
      return fill(segment);
    case 'and':
    case 'or': {
      const [bits, ...others] = query.of.map((operand) => evaluate(segment, operand, read)) as [
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
      const other = evaluate(segment, query.of, read);
      for (let i = 0; i < bits.length; i++) bits[i]! &= ~other[i]!;
      return bits;
    }
    case 'word':
    case 'phrase':
    case 'prefix':
      return bitsOf(segment, read(query));
    default:
      return filter(segment, query);
  }
}

/** The numbers of the papers whose bit is set and that are not deleted, ascending. */
export function liveDocs(segment: Segment, bits: Bits): Uint16Array {
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
function ones(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
