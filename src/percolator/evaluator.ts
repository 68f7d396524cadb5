/** Evaluates compiled queries over the clause results of a batch. */
import { grown } from '../number-list.ts';
import type { ClauseResults } from './clause-results.ts';
import { argumentOf, opOf, ops } from './compiler.ts';

/** Rows allocated from the start, one for each level of nesting; the parser's limit is far below. */
const usualDepth = 40;

export function createEvaluator(codes: Uint32Array, results: ClauseResults, width: number) {
  let next = 0;

  function combine(op: number, source: Uint32Array, row: number, into: number): void {
    const { rows } = evaluator;
    if (op === ops.and) for (let w = 0; w < width; w++) rows[into + w]! &= source[row + w]!;
    else if (op === ops.or) for (let w = 0; w < width; w++) rows[into + w]! |= source[row + w]!;
    else for (let w = 0; w < width; w++) rows[into + w]! &= ~source[row + w]!;
  }

  function evaluateOperand(op: number, into: number): void {
    const code = codes[next]!;
    if (opOf(code) === ops.clause) {
      next++;
      combine(op, results.bits, results.rowOf(argumentOf(code)), into);
    } else if (op === ops.and && opOf(code) === ops.not) {
      // Subtracted directly, without an intermediate row.
      next++;
      evaluateOperand(ops.not, into);
    } else {
      evaluateInto(into + width);
      combine(op, evaluator.rows, into + width, into);
    }
  }

  function evaluateInto(into: number): void {
    if (into + 2 * width > evaluator.rows.length)
      evaluator.rows = grown(evaluator.rows, evaluator.rows.length * 2);
    const code = codes[next++]!;
    const op = opOf(code);
    const start = op === ops.clause ? results.rowOf(argumentOf(code)) : op === ops.or ? 0 : results.full;
    const { rows } = evaluator;
    for (let w = 0; w < width; w++) rows[into + w] = results.bits[start + w]!;
    if (op === ops.clause) return;
    for (let i = argumentOf(code); i > 0; i--) evaluateOperand(op, into);
  }

  /** Whether no paper satisfies a clause of an `and`: the most common outcome, found without touching a row. */
  function isHopeless(at: number): boolean {
    const code = codes[at]!;
    if (opOf(code) !== ops.and) return false;
    for (let i = 1; i <= argumentOf(code); i++) {
      const inner = codes[at + i]!;
      // Clauses come first; after them operands have no fixed length.
      if (opOf(inner) !== ops.clause) return false;
      if (results.rowOf(argumentOf(inner)) === 0) return true;
    }
    return false;
  }

  const evaluator = {
    /** The result of the last evaluation: one bit a paper, in the first words. */
    rows: new Uint32Array(usualDepth * width),
    /** Evaluates the compiled query that begins here. False when it is certain that no paper matches. */
    evaluate(at: number): boolean {
      if (isHopeless(at)) return false;
      next = at;
      evaluateInto(0);
      return true;
    },
  };
  return evaluator;
}
