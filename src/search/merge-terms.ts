/** Merges the terms of several segments, with postings in the order of the new paper numbers. */

import type { Terms } from './segment.ts';
import type { Slices } from './slices.ts';
import { orderInSlices } from './sort-strings.ts';
import { eachPaper, spellingBytes, spellingsOf } from './spellings.ts';
import { countOf, type StringTable, stringAt, toStringTable } from './string-table.ts';
import { createTermsWriter, joinSpellings } from './terms-writer.ts';
import { type ByteWriter, readNumber, writeNumber } from './varint.ts';

/** How many terms or spellings are merged in some milliseconds. */
const stringsInSlice = 64;

/** The new number of each paper of a segment, or -1. */
type Move = Int32Array;

/** Calls `visit` for every distinct string, in order, with its number in each table, or -1. */
function* together(
  tables: readonly StringTable[],
  visit: (text: string, numbers: readonly number[]) => void,
): Slices<void> {
  const at = tables.map(() => 0);
  const headOf = (table: StringTable, s: number) =>
    at[s]! < countOf(table) ? stringAt(table, at[s]!) : undefined;
  const heads = tables.map(headOf);
  function next(): boolean {
    let least: string | undefined;
    for (const head of heads) if (head !== undefined && (least === undefined || head < least)) least = head;
    if (least === undefined) return false;
    const numbers = heads.map((head, s) => (head === least ? at[s]!++ : -1));
    visit(least, numbers);
    for (let s = 0; s < heads.length; s++) if (numbers[s]! >= 0) heads[s] = headOf(tables[s]!, s);
    return true;
  }

  for (let count = 1; next(); count++) if (count % stringsInSlice === 0) yield;
}

type PostingSource = ReturnType<typeof toSource>;

/** A term's postings in one segment, with its positions read alongside. */
function toSource(terms: Terms, move: Move, term: number) {
  const source = {
    terms,
    bytes: terms.positions,
    move,
    posting: terms.starts[term]!,
    end: terms.starts[term + 1]!,
    at: terms.blockPositions[terms.blockStarts[term]!] ?? 0,
    spans: terms.spanning[term] === 1,
  };
  skipDeleted(source);
  return source;
}

function docOf({ terms, move, posting }: PostingSource): number {
  return move[terms.docs[posting]!]!;
}

/** Skips the positions of one posting, or copies them to `into`. */
function pass(source: PostingSource, into: ByteWriter | undefined, spans: boolean): void {
  for (let last = false; !last; ) {
    const value = readNumber(source);
    const span = source.spans ? readNumber(source) : 1;
    last = (value & 1) === 1;
    if (!into) continue;
    writeNumber(into, value);
    if (spans) writeNumber(into, span);
  }
}

function skipDeleted(source: PostingSource): void {
  for (; source.posting < source.end && docOf(source) < 0; source.posting++) pass(source, undefined, false);
}

/** The merged terms, and the new number of each old one, or -1 where no posting is left. */
function* mergePostings(all: readonly Terms[], moves: readonly Move[]) {
  const termLimit = all.reduce((sum, { terms }) => sum + countOf(terms), 0);
  const postingLimit = all.reduce((sum, { docs }) => sum + docs.length, 0);
  const writer = createTermsWriter(termLimit, postingLimit);
  const texts: string[] = [];
  const renumbered = all.map(({ terms }) => new Int32Array(countOf(terms)).fill(-1));

  yield* together(
    all.map(({ terms }) => terms),
    (text, numbers) => {
      const left = numbers
        .flatMap((number, s) => (number < 0 ? [] : toSource(all[s]!, moves[s]!, number)))
        .filter((source) => source.posting < source.end);
      if (left.length === 0) return;
      const spans = left.some((source) => source.spans);
      writer.term(spans);
      numbers.forEach((number, s) => {
        if (number >= 0) renumbered[s]![number] = texts.length;
      });
      texts.push(text);
      for (;;) {
        let next: PostingSource | undefined;
        for (const source of left) {
          if (source.posting < source.end && (!next || docOf(source) < docOf(next))) next = source;
        }
        if (!next) break;
        const doc = docOf(next);
        writer.posting(doc, next.terms.marks[next.posting++]!);
        pass(next, writer.positions, spans);
        skipDeleted(next);
      }
    },
  );
  return { texts, postings: writer.finish(), renumbered };
}

interface Spelling {
  word: string;
  term: number;
  from: { source: number; word: number }[];
}

/** Every remaining pair of a spelling and its term, sorted by spelling. */
function* gather(all: readonly Terms[], renumbered: readonly Int32Array[]): Slices<Spelling[]> {
  // A table may contain a word twice, with different terms, so the key is the pair.
  const spellings = new Map<string, Spelling>();
  function add(source: number, word: number, words: StringTable): void {
    const term = renumbered[source]![all[source]!.wordTerms[word] ?? word]!;
    if (term < 0) return;
    const text = stringAt(words, word);
    const key = `${text}\0${term}`;
    const known = spellings.get(key);
    if (known) known.from.push({ source, word });
    else spellings.set(key, { word: text, term, from: [{ source, word }] });
  }

  for (const [source, terms] of all.entries()) {
    const words = spellingsOf(terms);
    for (let word = 0; word < countOf(words); word++) {
      if (word % stringsInSlice === 0) yield;
      add(source, word, words);
    }
  }
  yield;
  const found = [...spellings.values()];
  const order = yield* orderInSlices(found.map(({ word }) => word));
  return Array.from(order, (i) => found[i]!);
}

type Merged = ReturnType<ReturnType<typeof createTermsWriter>['finish']>;

/** The papers of a spelling as bytes. Undefined when none is left. */
function mergeSpelling(
  all: readonly Terms[],
  moves: readonly Move[],
  { term, from }: Spelling,
  merged: Merged,
): Uint8Array | undefined {
  const found: number[] = [];
  for (const { source, word } of from)
    eachPaper(all[source]!, word, Number.POSITIVE_INFINITY, (old, mask) => {
      const doc = moves[source]![old]!;
      if (doc >= 0) found.push((doc << 3) | mask);
    });
  if (found.length === 0) return undefined;
  if (from.length > 1) found.sort((a, b) => a - b);
  return spellingBytes(found, merged, merged.starts[term]!, merged.starts[term + 1]!);
}

/** The terms of several segments as those of one. */
export function* mergeTerms(all: readonly Terms[], moves: readonly Move[]): Slices<Terms> {
  const { texts, postings, renumbered } = yield* mergePostings(all, moves);
  yield;
  const spellings = yield* gather(all, renumbered);
  yield;
  const perTerm = new Uint32Array(texts.length);
  for (const { term } of spellings) perTerm[term]!++;

  const kept: (Spelling & { list: Uint8Array | undefined })[] = [];
  for (const [at, spelling] of spellings.entries()) {
    if (at % stringsInSlice === 0) yield;
    const isAlone = perTerm[spelling.term] === 1;
    const list = isAlone ? undefined : mergeSpelling(all, moves, spelling, postings);
    if (isAlone || list) kept.push({ ...spelling, list });
  }
  yield;
  const words = kept.map(({ word }) => word);
  const wordTerms = Uint32Array.from(kept, ({ term }) => term);
  const lists = kept.map(({ list }) => list);
  const spelled = yield* joinSpellings(words, texts, wordTerms, lists);
  return { terms: toStringTable(texts), ...postings, ...spelled };
}
