/** The terms of several segments in, those of one out: postings in the order of the new paper numbers. */
import { createWriter, readNumber, type Writer, writeNumber } from './bytes.ts';
import { frequencyBits, inAny, type Terms } from './segment.ts';
import { countOf, stringAt, toStrings } from './strings.ts';
import { createTermsWriter, joinWords } from './terms.ts';

/** Where each paper of a segment goes: its new number, or -1. */
export type Move = Int32Array;

/** Calls `take` for every distinct string, in order, with the number it has in each table that holds it (else -1). */
function together(
  tables: readonly { units: Uint16Array; starts: Uint32Array }[],
  take: (text: string, numbers: readonly number[]) => void,
): void {
  const at = tables.map(() => 0);
  const heads = tables.map((table) => (countOf(table) > 0 ? stringAt(table, 0) : undefined));
  const numbers = tables.map(() => -1);
  for (;;) {
    let least: string | undefined;
    for (const head of heads) if (head !== undefined && (least === undefined || head < least)) least = head;
    if (least === undefined) return;
    for (let s = 0; s < tables.length; s++) numbers[s] = heads[s] === least ? at[s]! : -1;
    take(least, numbers);
    for (let s = 0; s < tables.length; s++) {
      if (numbers[s]! < 0) continue;
      const next = ++at[s]!;
      heads[s] = next < countOf(tables[s]!) ? stringAt(tables[s]!, next) : undefined;
    }
  }
}

/** One source of a term's postings: a segment's list, with the bytes of its positions read alongside. */
interface Source {
  terms: Terms;
  move: Move;
  posting: number;
  end: number;
  at: number;
  spans: boolean;
}

function toSource(terms: Terms, move: Move, term: number): Source {
  const source = {
    terms,
    move,
    posting: terms.starts[term]!,
    end: terms.starts[term + 1]!,
    at: terms.blockPositions[terms.blockStarts[term]!] ?? 0,
    spans: terms.spanning[term] === 1,
  };
  skipDeleted(source);
  return source;
}

function docOf({ terms, move, posting }: Source): number {
  return move[terms.docs[posting]!]!;
}

/** Reads past the positions of one posting; with `into`, copies them. */
function pass(source: Source, into: Writer | undefined, spans: boolean): void {
  const reader = { bytes: source.terms.positions, at: source.at };
  for (let last = false; !last; ) {
    const value = readNumber(reader);
    const span = source.spans ? readNumber(reader) : 1;
    last = (value & 1) === 1;
    if (!into) continue;
    writeNumber(into, value);
    if (spans) writeNumber(into, span);
  }
  source.at = reader.at;
}

function skipDeleted(source: Source): void {
  for (; source.posting < source.end && docOf(source) < 0; source.posting++) pass(source, undefined, false);
}

/** The terms, with the new number of each old one, or -1 where nothing is left of it. */
function mergePostings(all: readonly Terms[], moves: readonly Move[], lengths: Uint32Array) {
  const termLimit = all.reduce((sum, { terms }) => sum + countOf(terms), 0);
  const postingLimit = all.reduce((sum, { docs }) => sum + docs.length, 0);
  const writer = createTermsWriter(termLimit, postingLimit);
  const texts: string[] = [];
  const renumbered = all.map(({ terms }) => new Int32Array(countOf(terms)).fill(-1));

  together(
    all.map(({ terms }) => terms),
    (text, numbers) => {
      const sources: Source[] = [];
      numbers.forEach((number, s) => {
        if (number >= 0) sources.push(toSource(all[s]!, moves[s]!, number));
      });
      const left = sources.filter((source) => source.posting < source.end);
      if (left.length === 0) return;
      const spans = left.some((source) => source.spans);
      writer.term(spans);
      numbers.forEach((number, s) => {
        if (number >= 0) renumbered[s]![number] = texts.length;
      });
      texts.push(text);
      for (;;) {
        let next: Source | undefined;
        for (const source of left) {
          if (source.posting < source.end && (!next || docOf(source) < docOf(next))) next = source;
        }
        if (!next) break;
        const doc = docOf(next);
        writer.posting(doc, next.terms.marks[next.posting++]!, lengths[doc]!);
        pass(next, writer.positions, spans);
        skipDeleted(next);
      }
    },
  );
  return { terms: toStrings(texts), postings: writer.finish(), renumbered };
}

/** Calls `take` with the new number and the texts of each paper of a word. */
function eachDoc(terms: Terms, move: Move, word: number, take: (doc: number, mask: number) => void): void {
  const reader = { bytes: terms.wordDocs, at: terms.wordStarts[word]! };
  const end = terms.wordStarts[word + 1]!;
  if (reader.at === end) {
    const term = terms.wordTerms[word]!;
    for (let i = terms.starts[term]!; i < terms.starts[term + 1]!; i++) {
      const doc = move[terms.docs[i]!]!;
      if (doc >= 0) take(doc, terms.marks[i]! >>> frequencyBits);
    }
  }
  for (let old = 0; reader.at < end; ) {
    const value = readNumber(reader);
    old += value >>> 3;
    if (move[old]! >= 0) take(move[old]!, value & inAny);
  }
}

interface Spelling {
  word: string;
  term: number;
  from: { source: number; word: number }[];
}

/** Every pair of a spelling and its term that may be left, in order of spelling. */
function spellingsOf(all: readonly Terms[], renumbered: readonly Int32Array[]): Spelling[] {
  // Within a table a word may come twice, with different terms; so numbers are taken pair by pair.
  const spellings = new Map<string, Spelling>();
  all.forEach(({ words, wordTerms }, source) => {
    for (let word = 0; word < countOf(words); word++) {
      const term = renumbered[source]![wordTerms[word]!]!;
      if (term < 0) continue;
      const text = stringAt(words, word);
      const key = `${text}\0${term}`;
      const known = spellings.get(key);
      if (known) known.from.push({ source, word });
      else spellings.set(key, { word: text, term, from: [{ source, word }] });
    }
  });
  return [...spellings.values()].sort((a, b) =>
    a.word < b.word ? -1 : a.word > b.word ? 1 : a.term - b.term,
  );
}

/** The papers of a spelling as bytes; undefined when none is left. */
function mergeWord(all: readonly Terms[], moves: readonly Move[], spelling: Spelling): Writer | undefined {
  const found: number[] = [];
  for (const { source, word } of spelling.from)
    eachDoc(all[source]!, moves[source]!, word, (doc, mask) => found.push((doc << 3) | mask));
  if (found.length === 0) return undefined;
  const list = createWriter(found.length + 4);
  let before = 0;
  for (const value of spelling.from.length > 1 ? found.sort((a, b) => a - b) : found) {
    writeNumber(list, (((value >>> 3) - before) << 3) | (value & inAny));
    before = value >>> 3;
  }
  return list;
}

/** Terms of one segment from those of several. `lengths` are those of the new segment's papers. */
export function mergeTerms(all: readonly Terms[], moves: readonly Move[], lengths: Uint32Array): Terms {
  const { terms, postings, renumbered } = mergePostings(all, moves, lengths);
  const spellings = spellingsOf(all, renumbered);
  const perTerm = new Uint32Array(countOf(terms));
  for (const { term } of spellings) perTerm[term]!++;

  const kept: Spelling[] = [];
  const lists: (Writer | undefined)[] = [];
  for (const spelling of spellings) {
    const alone = perTerm[spelling.term] === 1;
    const list = alone ? undefined : mergeWord(all, moves, spelling);
    if (!alone && !list) continue;
    kept.push(spelling);
    lists.push(list);
  }
  return {
    terms,
    ...postings,
    ...joinWords(lists, kept.length),
    words: toStrings(kept.map(({ word }) => word)),
    wordTerms: Uint32Array.from(kept, ({ term }) => term),
  };
}
