/** Stores which papers contain which spelling of a term, to answer prefixes and exact forms. */

import { frequencyBits, inAny, type Terms } from './segment.ts';
import { countOf, type StringTable } from './string-table.ts';
import { createByteWriter, readNumber, writeNumber, written } from './varint.ts';

/**
 * A paper of a spelling is its number, shifted by three, with the texts that contain it. A term with one spelling needs no
 * list: its papers are the term's. A spelling in more than half of its term's papers is stored as exceptions: the papers
 * where it occurs in other texts than the term, or not at all.
 */
const listed = 0;
const excepted = 1;

/** The papers of a spelling, ascending, as bytes. The term's postings run from `from` up to but excluding `to`. */
export function spellingBytes(
  found: readonly number[],
  { docs, marks }: Pick<Terms, 'docs' | 'marks'>,
  from: number,
  to: number,
): Uint8Array {
  const writer = createByteWriter(found.length + 8);
  const holds = found.length * 2 <= to - from;
  writeNumber(writer, holds ? listed : excepted);
  let before = 0;
  const write = (doc: number, mask: number) => {
    writeNumber(writer, ((doc - before) << 3) | mask);
    before = doc;
  };
  if (holds) for (const value of found) write(value >>> 3, value & inAny);
  else
    for (let i = from, next = 0; i < to; i++) {
      const doc = docs[i]!;
      const mask = next < found.length && found[next]! >>> 3 === doc ? found[next++]! & inAny : 0;
      if (mask !== marks[i]! >>> frequencyBits) write(doc, mask);
    }
  return written(writer);
}

/** Ends a spelling in capitals: no word contains it, and it sorts right after the word itself. */
export const capitalsMark = '\u0001';

/** All spellings, sorted. Where every term is its only spelling, the terms are the spellings. */
export function spellingsOf(terms: Terms): StringTable {
  return countOf(terms.words) === 0 ? terms.terms : terms.words;
}

const countsOf = new WeakMap<Terms, Uint32Array>();

/** How many spellings each term has; empty where every term is its only one. Counted on first use. */
export function spellingCounts(terms: Terms): Uint32Array {
  const known = countsOf.get(terms);
  if (known !== undefined) return known;
  const counts = new Uint32Array(terms.wordTerms.length > 0 ? countOf(terms.terms) : 0);
  for (const term of terms.wordTerms) counts[term]!++;
  countsOf.set(terms, counts);
  return counts;
}

/**
 * Calls `visit` with the papers where a spelling occurs in other texts than its term, or in none of them, ascending, before `limit`. Calls nothing
 * and returns false where its papers are stored one by one.
 */
export function eachException(
  terms: Terms,
  word: number,
  limit: number,
  visit: (doc: number, mask: number) => void,
): boolean {
  const reader = { bytes: terms.wordDocs, at: terms.wordStarts[word] ?? 0 };
  const end = terms.wordStarts[word + 1] ?? 0;
  if (reader.at < end && readNumber(reader) === listed) return false;
  for (let doc = 0; reader.at < end; ) {
    const value = readNumber(reader);
    doc += value >>> 3;
    if (doc >= limit) break;
    visit(doc, value & inAny);
  }
  return true;
}

/** Calls `visit` with every paper of a spelling before `limit`, ascending, and the texts that contain it. */
export function eachPaper(
  terms: Terms,
  word: number,
  limit: number,
  visit: (doc: number, mask: number) => void,
): void {
  const term = terms.wordTerms[word] ?? word;
  const reader = { bytes: terms.wordDocs, at: terms.wordStarts[word] ?? 0 };
  const end = terms.wordStarts[word + 1] ?? 0;
  let doc = 0;
  let mask = 0;
  function next(): boolean {
    if (reader.at >= end) doc = -1;
    else {
      const value = readNumber(reader);
      doc += value >>> 3;
      mask = value & inAny;
    }
    return doc >= 0;
  }

  const kind = reader.at < end ? readNumber(reader) : excepted;
  if (kind === listed) {
    while (next() && doc < limit) visit(doc, mask);
    return;
  }
  next();
  for (let i = terms.starts[term]!; i < terms.starts[term + 1]! && terms.docs[i]! < limit; i++) {
    if (terms.docs[i] !== doc) visit(terms.docs[i]!, terms.marks[i]! >>> frequencyBits);
    else {
      if (mask !== 0) visit(doc, mask);
      next();
    }
  }
}
