/** Answers the clauses of a day as bits: worked out when first asked for, and once. */
import type { Field } from '../query/tree.ts';
import type { Clauses } from './clauses.ts';
import type { Day } from './day.ts';
import type { Numbers } from './numbers.ts';

export interface Answers {
  /** Where the bits of a clause are in `bits`. The first row is empty: the place 0 says that no paper holds it. */
  rowOf(clause: number): number;
  bits: Uint32Array;
  /** Where the row of all papers is. */
  full: number;
  /** Clauses that some paper holds: the words of the day that are asked for, and which of the other clauses. */
  present(others: Numbers): Iterable<number>;
}

const fields: readonly Field[] = ['any', 'title', 'abstract', 'keyword', 'author', 'org'];

export function createAnswers(clauses: Clauses, day: Day, papers: number): Answers {
  const { width } = day;
  const rows = new Int32Array(clauses.count).fill(-1);
  let next = 2 * width;

  function rowOf(clause: number): number {
    const known = rows[clause]!;
    if (known >= 0) return known;
    if (next + width > answers.bits.length) {
      const grown = new Uint32Array(answers.bits.length * 2);
      grown.set(answers.bits);
      answers.bits = grown;
    }
    const any = day.mark(clauses.clauseAt(clause), answers.bits, next);
    rows[clause] = any ? next : 0;
    if (any) next += width;
    return rows[clause]!;
  }

  /** Words are looked up from the side that has fewer. */
  function* words(): Iterable<number> {
    if (clauses.count < day.termCount) {
      for (let clause = 0; clause < clauses.count; clause++) if (clauses.isWord(clause)) yield clause;
      return;
    }
    for (const field of fields)
      for (const term of day.terms(field)) {
        const clause = clauses.wordNumber(field, term);
        if (clause !== undefined) yield clause;
      }
  }

  const answers: Answers = {
    bits: new Uint32Array(Math.max(1 << 12, 4 * width)),
    full: width,
    rowOf,
    *present(others) {
      for (const clause of words()) if (rowOf(clause) !== 0) yield clause;
      for (let i = 0; i < others.length; i++) if (rowOf(others.values[i]!) !== 0) yield others.values[i]!;
    },
  };
  for (let doc = 0; doc < papers; doc++) answers.bits[width + (doc >>> 5)]! |= 1 << (doc & 31);
  return answers;
}
