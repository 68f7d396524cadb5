/** Runs the programs of topics: the bits of the papers that match. */
import type { Answers } from './answers.ts';
import { argumentOf, opOf, ops } from './program.ts';

export interface Machine {
  /** The result of the last run, in its first words. */
  rows: Uint32Array;
  /** Evaluates the program at this place; false when it is certain that no paper matches. */
  run(at: number): boolean;
}

/** Rows of operands within operands that there is room for from the start; the parser's limit is far below. */
const usualDepth = 40;

export function createMachine(codes: Uint32Array, answers: Answers, width: number): Machine {
  let next = 0;

  function combine(op: number, source: Uint32Array, row: number, into: number): void {
    const { rows } = machine;
    if (op === ops.and) for (let w = 0; w < width; w++) rows[into + w]! &= source[row + w]!;
    else if (op === ops.or) for (let w = 0; w < width; w++) rows[into + w]! |= source[row + w]!;
    else for (let w = 0; w < width; w++) rows[into + w]! &= ~source[row + w]!;
  }

  function operand(op: number, into: number): void {
    const code = codes[next]!;
    if (opOf(code) === ops.clause) {
      next++;
      const row = answers.rowOf(argumentOf(code));
      combine(op, answers.bits, row, into);
    } else if (op === ops.and && opOf(code) === ops.not) {
      // Taken away at once, without a row in between.
      next++;
      operand(ops.not, into);
    } else {
      evaluate(into + width);
      combine(op, machine.rows, into + width, into);
    }
  }

  function evaluate(into: number): void {
    if (into + 2 * width > machine.rows.length) {
      const grown = new Uint32Array(machine.rows.length * 2);
      grown.set(machine.rows);
      machine.rows = grown;
    }
    const code = codes[next++]!;
    const op = opOf(code);
    const start = op === ops.clause ? answers.rowOf(argumentOf(code)) : op === ops.or ? 0 : answers.full;
    const { rows } = machine;
    for (let w = 0; w < width; w++) rows[into + w] = answers.bits[start + w]!;
    if (op === ops.clause) return;
    for (let i = argumentOf(code); i > 0; i--) operand(op, into);
  }

  /** Whether a clause that all must hold is held by none: the most common end, and found without touching a row. */
  function isHopeless(at: number): boolean {
    const code = codes[at]!;
    if (opOf(code) !== ops.and) return false;
    for (let i = 1; i <= argumentOf(code); i++) {
      const inner = codes[at + i]!;
      // Only the clauses in front lie at known places.
      if (opOf(inner) !== ops.clause) return false;
      if (answers.rowOf(argumentOf(inner)) === 0) return true;
    }
    return false;
  }

  const machine: Machine = {
    rows: new Uint32Array(usualDepth * width),
    run(at) {
      if (isHopeless(at)) return false;
      next = at;
      evaluate(0);
      return true;
    },
  };
  return machine;
}
