/** Caches which papers of a batch satisfy each clause, as bits computed on first use. */
import { grown } from '../number-list.ts';
import type { BatchIndex } from './batch-index.ts';
import { type Clauses, searchFields } from './clauses.ts';

export type ClauseResults = ReturnType<typeof createClauseResults>;

export function createClauseResults(clauses: Clauses, batch: BatchIndex, papers: number) {
  const { width } = batch;
  const rows = new Int32Array(clauses.count).fill(-1);
  let next = 2 * width;

  /** Where a clause's bits begin in `bits`; 0, a row of zeros, where no paper satisfies it. */
  function rowOf(clause: number): number {
    const known = rows[clause]!;
    if (known >= 0) return known;
    if (next + width > results.bits.length) results.bits = grown(results.bits, results.bits.length * 2);
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

  const results = {
    bits: new Uint32Array(Math.max(1 << 12, 4 * width)),
    /** Where the row with a bit for every paper begins. */
    full: width,
    rowOf,
    /** The clauses that some paper satisfies: all words, and those of the other clauses that are given. */
    *satisfied(others: Iterable<number>): Iterable<number> {
      for (const clause of words()) if (rowOf(clause) !== 0) yield clause;
      for (const clause of others) if (rowOf(clause) !== 0) yield clause;
    },
  };
  for (let doc = 0; doc < papers; doc++) results.bits[width + (doc >>> 5)]! |= 1 << (doc & 31);
  return results;
}
