/** Lays out a day's papers so that clauses are answered as bits: their words on one long line, sorted by term. */
import type { Document } from '../query/document.ts';
import { filterHolds } from '../query/meaning.ts';
import {
  type Field,
  fieldsOf,
  type PaperField,
  type Phrase,
  type Prefix,
  type TextLeaf,
} from '../query/tree.ts';
import type { Token } from '../text/analyse.ts';
import type { Clause } from './clauses.ts';
import { createNeighbours } from './neighbours.ts';
import { createNumbers, type Numbers, push } from './numbers.ts';
import { firstFrom, paperFields, readSpellings, type Space, type Spellings, spaceOf } from './spellings.ts';

/**
 * All texts of all papers one after the other, with a free position between them: a phrase is two sorted lists of positions
 * laid side by side, and what crosses from one text to the next is adjacent to nothing. So that a day of thousands
 * needs no more room than its tokens, clauses are evaluated against batches of this many papers.
 */
export const batchSize = 1024;

/** Numbers sorted by what they belong to. */
interface Lists {
  starts: Uint32Array;
  /** Places in the list of tokens. */
  tokens: Uint32Array;
}

export interface Day {
  /** Words of 32 papers. */
  readonly width: number;
  /** Terms of the day, by the text that leaves of a field look in. */
  terms(field: Field): Iterable<string>;
  termCount: number;
  /** Sets the bit of each paper that holds the clause, from `at` on; false when there is none. */
  mark(clause: Clause, bits: Uint32Array, at: number): boolean;
}

function sortBy(owners: Numbers, count: number): Lists {
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < owners.length; i++) starts[owners.values[i]! + 1]!++;
  for (let i = 1; i <= count; i++) starts[i]! += starts[i - 1]!;
  const next = starts.slice();
  const tokens = new Uint32Array(owners.length);
  for (let i = 0; i < owners.length; i++) tokens[next[owners.values[i]!]!++] = i;
  return { starts, tokens };
}

export function createDay(documents: readonly Document[]): Day {
  const numbers: Record<Space, Map<string, number>> = { body: new Map(), author: new Map(), org: new Map() };
  let termCount = 0;
  // For each token its term and place on the line.
  const terms = createNumbers(1 << 12);
  const starts = createNumbers(1 << 12);
  const ends = createNumbers(1 << 12);
  // For each text its first position on the line, its paper and its field.
  const docOf: number[] = [];
  const fieldOf: number[] = [];
  const textOf = createNumbers(1 << 12);

  function add(tokens: readonly Token[], field: PaperField, line: number): number {
    const known = numbers[spaceOf(field)];
    let end = 0;
    for (const token of tokens) {
      let number = known.get(token.term);
      if (number === undefined) {
        number = termCount++;
        known.set(token.term, number);
      }
      push(terms, number);
      push(starts, line + token.position);
      push(ends, line + token.position + token.length);
      push(textOf, docOf.length - 1);
      end = Math.max(end, token.position + token.length);
    }
    return line + end + 1;
  }

  let line = 0;
  documents.forEach((document, doc) => {
    for (const [number, field] of paperFields.entries()) {
      if (document.tokens[field].length === 0) continue;
      docOf.push(doc);
      fieldOf.push(1 << number);
      line = add(document.tokens[field], field, line);
    }
  });
  const byTerm = sortBy(terms, termCount);
  const neighbours = createNeighbours(terms, starts, ends);
  const maskOf = (field: Field) =>
    fieldsOf(field).reduce((mask, one) => mask | (1 << paperFields.indexOf(one)), 0);

  function markToken(token: number, mask: number, bits: Uint32Array, at: number): boolean {
    const text = textOf.values[token]!;
    if ((fieldOf[text]! & mask) === 0) return false;
    const doc = docOf[text]!;
    bits[at + (doc >>> 5)]! |= 1 << (doc & 31);
    return true;
  }

  function markWord(field: Field, term: string, bits: Uint32Array, at: number): boolean {
    const number = numbers[spaceOf(field)].get(term);
    if (number === undefined) return false;
    const mask = maskOf(field);
    let any = false;
    for (let i = byTerm.starts[number]!; i < byTerm.starts[number + 1]!; i++)
      any = markToken(byTerm.tokens[i]!, mask, bits, at) || any;
    return any;
  }

  /** Follows a path from token to token; those reached last are its ends. */
  function markPath(leaf: Phrase, path: readonly string[], bits: Uint32Array, at: number): boolean {
    if (path.length === 1) return markWord(leaf.field, path[0]!, bits, at);
    const known = numbers[spaceOf(leaf.field)];
    let reached: Set<number> | undefined;
    let before = known.get(path[0]!);
    for (const term of path.slice(1)) {
      const number = known.get(term);
      if (before === undefined || number === undefined) return false;
      reached = neighbours.follow(before, number, reached);
      if (reached.size === 0) return false;
      before = number;
    }
    const mask = maskOf(leaf.field);
    let any = false;
    for (const token of reached ?? []) any = markToken(token, mask, bits, at) || any;
    return any;
  }

  let spellings: Record<Space, Spellings> | undefined;

  function markPrefix(leaf: Prefix, bits: Uint32Array, at: number): boolean {
    spellings ??= readSpellings(documents);
    const { words, lists } = spellings[spaceOf(leaf.field)];
    const mask = maskOf(leaf.field);
    let any = false;
    for (let i = firstFrom(words, leaf.start); i < words.length && words[i]!.startsWith(leaf.start); i++)
      for (const token of lists.get(words[i]!)!) any = markToken(token, mask, bits, at) || any;
    return any;
  }

  function markText(leaf: TextLeaf, bits: Uint32Array, at: number): boolean {
    if (leaf.kind === 'word') return markWord(leaf.field, leaf.term, bits, at);
    if (leaf.kind === 'prefix') return markPrefix(leaf, bits, at);
    return leaf.paths.reduce((any, path) => markPath(leaf, path, bits, at) || any, false);
  }

  return {
    width: (documents.length + 31) >>> 5,
    terms: (field) => numbers[spaceOf(field)].keys(),
    termCount,
    mark(clause, bits, at) {
      if (clause.kind === 'word' || clause.kind === 'phrase' || clause.kind === 'prefix')
        return markText(clause, bits, at);
      let any = false;
      documents.forEach(({ paper }, doc) => {
        if (!filterHolds(clause, paper)) return;
        bits[at + (doc >>> 5)]! |= 1 << (doc & 31);
        any = true;
      });
      return any;
    },
  };
}
