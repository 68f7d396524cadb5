/** Indexes a batch of papers so that each clause of a query can be answered as one bit a paper. */
import { createNumberList, groupIndexes, push } from '../number-list.ts';
import type { Document } from '../query/document.ts';
import { byTextGroup, groupOf, type TextGroup, textFields } from '../query/fields.ts';
import { filterHolds } from '../query/meaning.ts';
import { type Field, fieldsOf, type PaperField, type Prefix } from '../query/tree.ts';
import type { Token } from '../text/analyse.ts';
import { createAdjacentTokens } from './adjacent-tokens.ts';
import type { Clause } from './clauses.ts';
import { indexLikeness } from './like-index.ts';
import { firstFrom, indexPrefixes, type PrefixIndex } from './prefix-index.ts';

/** Clauses are evaluated against batches of this many papers, so that a day of thousands needs little memory. */
export const batchSize = 1024;

export type BatchIndex = ReturnType<typeof indexBatch>;

export function indexBatch(documents: readonly Document[]) {
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
  const byTerm = groupIndexes(terms, termCount);
  const adjacent = createAdjacentTokens(terms, starts, ends);
  const maskOf = (field: Field) =>
    textFields.reduce((mask, { name }, i) => (fieldsOf(field).includes(name) ? mask | (1 << i) : mask), 0);

  const termTokens = (number: number) =>
    byTerm.indexes.subarray(byTerm.starts[number], byTerm.starts[number + 1]);

  /** The tokens that end a path: follows its terms from each token to the tokens right after it. */
  function pathTokens(field: Field, path: readonly string[]): ArrayLike<number> {
    const known = numbers[groupOf(field)];
    let reached: Set<number> | undefined;
    let before = known.get(path[0]!);
    for (let i = 1; i < path.length; i++) {
      const number = known.get(path[i]!);
      if (before === undefined || number === undefined) return [];
      reached = adjacent.follow(before, number, reached);
      before = number;
    }
    if (before === undefined) return [];
    return reached ? [...reached] : termTokens(before);
  }

  let prefixes: Record<TextGroup, PrefixIndex> | undefined;
  let likeness: ReturnType<typeof indexLikeness> | undefined;

  function prefixTokens({ field, start }: Prefix): number[] {
    prefixes ??= indexPrefixes(documents);
    const { words, tokensOf } = prefixes[groupOf(field)];
    const tokens: number[] = [];
    for (let i = firstFrom(words, start); words[i]?.startsWith(start); i++)
      for (const token of tokensOf.get(words[i]!)!) tokens.push(token);
    return tokens;
  }

  /** Marks the papers of these tokens, as far as the tokens are in the field. */
  function markTokens(tokens: ArrayLike<number>, field: Field, bits: Uint32Array, at: number): boolean {
    const mask = maskOf(field);
    let any = false;
    for (let i = 0; i < tokens.length; i++) {
      const text = textOf.values[tokens[i]!]!;
      if ((fieldOf[text]! & mask) !== 0) any = markPaper(docOf[text]!, bits, at);
    }
    return any;
  }

  function markPaper(paper: number, bits: Uint32Array, at: number): true {
    bits[at + (paper >>> 5)]! |= 1 << (paper & 31);
    return true;
  }

  return {
    /** How many 32-bit words hold one bit a paper. */
    width: (documents.length + 31) >>> 5,
    /** The terms of the texts that this field searches. */
    terms: (field: Field): Iterable<string> => numbers[groupOf(field)].keys(),
    termCount,
    /** Sets the bit of each paper that satisfies the clause, from `at` on. False when no paper does. */
    mark(clause: Clause, bits: Uint32Array, at: number): boolean {
      let any = false;
      if (clause.kind === 'word')
        return markTokens(pathTokens(clause.field, [clause.term]), clause.field, bits, at);
      if (clause.kind === 'prefix') return markTokens(prefixTokens(clause), clause.field, bits, at);
      if (clause.kind === 'phrase')
        for (const path of clause.paths)
          any = markTokens(pathTokens(clause.field, path), clause.field, bits, at) || any;
      else if (clause.kind === 'like') {
        likeness ??= indexLikeness(documents);
        likeness.eachLike(clause, (doc) => {
          any = markPaper(doc, bits, at);
        });
      } else
        documents.forEach((document, doc) => {
          if (filterHolds(clause, document)) any = markPaper(doc, bits, at);
        });
      return any;
    },
  };
}
