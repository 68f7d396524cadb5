/** Keeps which papers hold which spelling of a term: what prefixes are answered from. */

import { frequencyBits, inAny, type Terms } from './segment.ts';
import { countOf, type StringTable } from './string-table.ts';
import { type ByteWriter, readNumber, writeNumber } from './varint.ts';

/**
 * A paper of a spelling is a number, shifted by three, with the texts it stands in. A term with one spelling needs no list:
 * its papers are the term's. Of a term with several the commonest is kept as its exceptions, the papers where it
 * stands in other texts than its term or not at all: half the bytes.
 */
const listed = 0;
const excepted = 1;

type TermPostings = Pick<Terms, 'docs' | 'marks'>;

/** Writes the papers of a spelling, given as numbers in order; the term's postings are those from `from` to before `to`. */
export function writeSpelling(
  writer: ByteWriter,
  found: readonly number[],
  { docs, marks }: TermPostings,
  from: number,
  to: number,
): void {
  const holds = found.length * 2 <= to - from;
  writeNumber(writer, holds ? listed : excepted);
  let before = 0;
  const write = (doc: number, mask: number) => {
    writeNumber(writer, ((doc - before) << 3) | mask);
    before = doc;
  };
  if (holds) {
    for (const value of found) write(value >>> 3, value & inAny);
    return;
  }
  for (let i = from, next = 0; i < to; i++) {
    const doc = docs[i]!;
    const mask = next < found.length && found[next]! >>> 3 === doc ? found[next++]! & inAny : 0;
    if (mask !== marks[i]! >>> frequencyBits) write(doc, mask);
  }
}

/** Ends a spelling whose papers write it in capitals: no word holds it, and it sorts right after the word itself. */
export const capitalsMark = '\u0001';

/** Spellings in order. Where each term has one, equal to itself, the terms are the spellings. */
export function spellingsOf(terms: Terms): StringTable {
  return countOf(terms.words) === 0 ? terms.terms : terms.words;
}

/** Calls `take` with every paper of a spelling, in order, and the texts it stands in. */
export function eachPaper(terms: Terms, word: number, take: (doc: number, mask: number) => void): void {
  const term = countOf(terms.words) === 0 ? word : terms.wordTerms[word]!;
  const from = terms.starts[term]!;
  const to = terms.starts[term + 1]!;
  const reader = { bytes: terms.wordDocs, at: terms.wordStarts[word] ?? 0 };
  const end = terms.wordStarts[word + 1] ?? 0;
  if (reader.at === end) {
    for (let i = from; i < to; i++) take(terms.docs[i]!, terms.marks[i]! >>> frequencyBits);
    return;
  }
  const kind = readNumber(reader);
  let doc = 0;
  if (kind === listed) {
    while (reader.at < end) {
      const value = readNumber(reader);
      doc += value >>> 3;
      take(doc, value & inAny);
    }
    return;
  }
  let value = reader.at < end ? readNumber(reader) : -1;
  doc = value < 0 ? -1 : value >>> 3;
  for (let i = from; i < to; i++) {
    if (terms.docs[i] !== doc) {
      take(terms.docs[i]!, terms.marks[i]! >>> frequencyBits);
      continue;
    }
    if ((value & inAny) !== 0) take(doc, value & inAny);
    value = reader.at < end ? readNumber(reader) : -1;
    doc = value < 0 ? -1 : doc + (value >>> 3);
  }
}
