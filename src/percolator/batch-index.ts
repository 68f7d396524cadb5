/** Indexes a batch of papers so that each clause of a query can be answered as one bit a paper. */
import { createNumberList, type NumberList, push } from '../number-list.ts';
import type { Document } from '../query/document.ts';
import { byTextGroup, groupOf, type TextGroup, textFields } from '../query/fields.ts';
import { filterHolds } from '../query/meaning.ts';
import {
  type Field,
  fieldsOf,
  isTextLeaf,
  type PaperField,
  type Phrase,
  type Prefix,
  type TextLeaf,
} from '../query/tree.ts';
import type { Token } from '../text/analyse.ts';
import { createAdjacentTokens } from './adjacent-tokens.ts';
import type { Clause } from './clauses.ts';
import { firstFrom, indexPrefixes, type PrefixIndex } from './prefix-index.ts';

/** Clauses are evaluated against batches of this many papers, so that a day of thousands needs little memory. */
export const batchSize = 1024;

/** Tokens grouped by their term. */
interface TokensByTerm {
  /** For each term where its tokens begin; one more at the end. */
  starts: Uint32Array;
  tokens: Uint32Array;
}

export interface BatchIndex {
  /** How many 32-bit words hold one bit a paper. */
  readonly width: number;
  /** The terms of the texts that this field searches. */
  terms(field: Field): Iterable<string>;
  termCount: number;
  /** Sets the bit of each paper that satisfies the clause, from `at` on. False when no paper does. */
  mark(clause: Clause, bits: Uint32Array, at: number): boolean;
}

function groupByTerm(terms: NumberList, count: number): TokensByTerm {
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < terms.length; i++) starts[terms.values[i]! + 1]!++;
  for (let i = 1; i <= count; i++) starts[i]! += starts[i - 1]!;
  const next = starts.slice();
  const tokens = new Uint32Array(terms.length);
  for (let i = 0; i < terms.length; i++) tokens[next[terms.values[i]!]!++] = i;
  return { starts, tokens };
}

export function indexBatch(documents: readonly Document[]): BatchIndex {
  const numbers = byTextGroup(() => new Map<string, number>());
  let termCount = 0;
  // All texts form one sequence of positions, with a free position between texts so that no phrase crosses.
  // For each token its term, and where it starts and ends in the sequence.
  const terms = createNumberList(1 << 12);
  const starts = createNumberList(1 << 12);
  const ends = createNumberList(1 << 12);
  // For each text its paper and the bit of its field; for each token its text.
  const docOf: number[] = [];
  const fieldOf: number[] = [];
  const textOf = createNumberList(1 << 12);

  /** Appends a text that begins at this position. Returns where the next text begins. */
  function add(tokens: readonly Token[], field: PaperField, base: number): number {
    const known = numbers[groupOf(field)];
    let end = 0;
    for (const token of tokens) {
      let number = known.get(token.term);
      if (number === undefined) {
        number = termCount++;
        known.set(token.term, number);
      }
      push(terms, number);
      push(starts, base + token.position);
      push(ends, base + token.position + token.length);
      push(textOf, docOf.length - 1);
      end = Math.max(end, token.position + token.length);
    }
    return base + end + 1;
  }

  let base = 0;
  documents.forEach((document, doc) => {
    for (const [number, { name }] of textFields.entries()) {
      if (document.tokens[name].length === 0) continue;
      docOf.push(doc);
      fieldOf.push(1 << number);
      base = add(document.tokens[name], name, base);
    }
  });
  const byTerm = groupByTerm(terms, termCount);
  const adjacent = createAdjacentTokens(terms, starts, ends);
  const maskOf = (field: Field) =>
    textFields.reduce((mask, { name }, i) => (fieldsOf(field).includes(name) ? mask | (1 << i) : mask), 0);

  function markToken(token: number, mask: number, bits: Uint32Array, at: number): boolean {
    const text = textOf.values[token]!;
    if ((fieldOf[text]! & mask) === 0) return false;
    const doc = docOf[text]!;
    bits[at + (doc >>> 5)]! |= 1 << (doc & 31);
    return true;
  }

  function markWord(field: Field, term: string, bits: Uint32Array, at: number): boolean {
    const number = numbers[groupOf(field)].get(term);
    if (number === undefined) return false;
    const mask = maskOf(field);
    let any = false;
    for (let i = byTerm.starts[number]!; i < byTerm.starts[number + 1]!; i++)
      any = markToken(byTerm.tokens[i]!, mask, bits, at) || any;
    return any;
  }

  /** Follows a path of terms from each token to the tokens right after it. */
  function markPath(leaf: Phrase, path: readonly string[], bits: Uint32Array, at: number): boolean {
    if (path.length === 1) return markWord(leaf.field, path[0]!, bits, at);
    const known = numbers[groupOf(leaf.field)];
    let reached: Set<number> | undefined;
    let before = known.get(path[0]!);
    for (const term of path.slice(1)) {
      const number = known.get(term);
      if (before === undefined || number === undefined) return false;
      reached = adjacent.follow(before, number, reached);
      if (reached.size === 0) return false;
      before = number;
    }
    const mask = maskOf(leaf.field);
    let any = false;
    for (const token of reached ?? []) any = markToken(token, mask, bits, at) || any;
    return any;
  }

  let prefixes: Record<TextGroup, PrefixIndex> | undefined;

  function markPrefix(leaf: Prefix, bits: Uint32Array, at: number): boolean {
    prefixes ??= indexPrefixes(documents);
    const { words, tokensOf } = prefixes[groupOf(leaf.field)];
    const mask = maskOf(leaf.field);
    let any = false;
    for (let i = firstFrom(words, leaf.start); i < words.length && words[i]!.startsWith(leaf.start); i++)
      for (const token of tokensOf.get(words[i]!)!) any = markToken(token, mask, bits, at) || any;
    return any;
  }

  function markText(leaf: TextLeaf, bits: Uint32Array, at: number): boolean {
    if (leaf.kind === 'word') return markWord(leaf.field, leaf.term, bits, at);
    if (leaf.kind === 'prefix') return markPrefix(leaf, bits, at);
    return leaf.paths.reduce((any, path) => markPath(leaf, path, bits, at) || any, false);
  }

  return {
    width: (documents.length + 31) >>> 5,
    terms: (field) => numbers[groupOf(field)].keys(),
    termCount,
    mark(clause, bits, at) {
      if (isTextLeaf(clause)) return markText(clause, bits, at);
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
