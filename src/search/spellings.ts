/** Stores which papers contain which spelling of a term, to answer prefixes and exact forms. */

import { frequencyBits, inAny, type Terms } from './segment.ts';
import { countOf, type StringTable } from './string-table.ts';
import { type ByteWriter, readNumber, writeNumber } from './varint.ts';

/**
 * A paper of a spelling is its number, shifted by three, with the texts that contain it. A term with one spelling needs no
 * list: its papers are the term's. A spelling in more than half of its term's papers is stored as exceptions: the papers
 * where it occurs in other texts than the term, or not at all.
 */
const listed = 0;
const excepted = 1;

type TermPostings = Pick<Terms, 'docs' | 'marks'>;

/** Writes the papers of a spelling, ascending. The term's postings run from `from` up to but excluding `to`. */
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

/** Ends a spelling in capitals: no word contains it, and it sorts right after the word itself. */
export const capitalsMark = '\u0001';

/** All spellings, sorted. Where every term is its only spelling, the terms are the spellings. */
export function spellingsOf(terms: Terms): StringTable {
  return countOf(terms.words) === 0 ? terms.terms : terms.words;
}

/** Calls `visit` with every paper of a spelling, ascending, and the texts that contain it. */
export function eachPaper(terms: Terms, word: number, visit: (doc: number, mask: number) => void): void {
  const term = countOf(terms.words) === 0 ? word : terms.wordTerms[word]!;
  const from = terms.starts[term]!;
  const to = terms.starts[term + 1]!;
  const reader = { bytes: terms.wordDocs, at: terms.wordStarts[word] ?? 0 };
  const end = terms.wordStarts[word + 1] ?? 0;
  if (reader.at === end) {
    for (let i = from; i < to; i++) visit(terms.docs[i]!, terms.marks[i]! >>> frequencyBits);
    return;
  }
  const kind = readNumber(reader);
  let doc = 0;
  if (kind === listed) {
    while (reader.at < end) {
      const value = readNumber(reader);
      doc += value >>> 3;
      visit(doc, value & inAny);
    }
    return;
  }
  let value = reader.at < end ? readNumber(reader) : -1;
  doc = value < 0 ? -1 : value >>> 3;
  for (let i = from; i < to; i++) {
    if (terms.docs[i] !== doc) {
      visit(terms.docs[i]!, terms.marks[i]! >>> frequencyBits);
      continue;
    }
    if ((value & inAny) !== 0) visit(doc, value & inAny);
    value = reader.at < end ? readNumber(reader) : -1;
    doc = value < 0 ? -1 : doc + (value >>> 3);
  }
}
