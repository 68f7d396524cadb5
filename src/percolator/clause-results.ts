/** Caches which papers of a batch satisfy each clause, as bits computed on first use. */
import type { NumberList } from '../number-list.ts';
import type { BatchIndex } from './batch-index.ts';
import { type Clauses, searchFields } from './clauses.ts';

export interface ClauseResults {
  /** Where a clause's bits begin in `bits`; 0, a row of zeros, where no paper satisfies it. */
  rowOf(clause: number): number;
  bits: Uint32Array;
  /** Where the row with a bit for every paper begins. */
  full: number;
  /** The clauses that some paper satisfies: all words, and those of the other clauses that are given. */
  satisfied(others: NumberList): Iterable<number>;
}

export function createClauseResults(clauses: Clauses, batch: BatchIndex, papers: number): ClauseResults {
  const { width } = batch;
  const rows = new Int32Array(clauses.count).fill(-1);
  let next = 2 * width;

  function rowOf(clause: number): number {
    const known = rows[clause]!;
    if (known >= 0) return known;
    if (next + width > results.bits.length) {
      const grown = new Uint32Array(results.bits.length * 2);
      grown.set(results.bits);
      results.bits = grown;
    }
    const any = batch.mark(clauses.clauseAt(clause), results.bits, next);
    rows[clause] = any ? next : 0;
    if (any) next += width;
    return rows[clause]!;
  }

  /** Iterates over the smaller side: the words of the topics or the terms of the batch. */
  function* words(): Iterable<number> {
    if (clauses.count < batch.termCount) {
      for (let clause = 0; clause < clauses.count; clause++) if (clauses.isWord(clause)) yield clause;
      return;
    }
    for (const field of searchFields)
      for (const term of batch.terms(field)) {
        const clause = clauses.wordNumber(field, term);
        if (clause !== undefined) yield clause;
      }
  }

  const results: ClauseResults = {
    bits: new Uint32Array(Math.max(1 << 12, 4 * width)),
    full: width,
    rowOf,
    *satisfied(others) {
      for (const clause of words()) if (rowOf(clause) !== 0) yield clause;
      for (let i = 0; i < others.length; i++) if (rowOf(others.values[i]!) !== 0) yield others.values[i]!;
    },
  };
  for (let doc = 0; doc < papers; doc++) results.bits[width + (doc >>> 5)]! |= 1 << (doc & 31);
  return results;
}
