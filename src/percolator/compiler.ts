/** Compiles a query tree into a few numbers, and back: the same numbers for queries that differ only in order or repetition. */
import type { Query } from '../query/tree.ts';
import { type Clauses, isClause } from './clauses.ts';

/**
 * A compiled query is its tree in prefix notation: an operator with how many operands follow, or a clause. A million trees
 * of objects take half a gigabyte; compiled they take some twelve bytes each.
 */
export const ops = { clause: 0, and: 1, or: 2, not: 3 } as const;
const shift = 2;

export const opOf = (code: number) => code & 3;
/** The number of a clause, or how many operands follow. */
export const argumentOf = (code: number) => code >>> shift;
const codeOf = (op: number, argument: number) => ((argument << shift) | op) >>> 0;

/** `and` without operands: every paper. */
export const everything = codeOf(ops.and, 0);

function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Clauses sort before operators, so that an `and` that cannot hold is recognized soonest. */
function compareOperands(a: readonly number[], b: readonly number[]): number {
  return opOf(a[0]!) - opOf(b[0]!) || compare(a, b);
}

/** Operands sorted and without repetitions. One alone needs no operator. */
function join(op: number, operands: number[][]): number[] {
  const sorted = operands
    .sort(compareOperands)
    .filter((operand, i) => i === 0 || compare(operand, operands[i - 1]!) !== 0);
  return sorted.length === 1 ? sorted[0]! : [codeOf(op, sorted.length), ...sorted.flat()];
}

/** The compiled form of a query. */
export function compileQuery(query: Query, clauses: Clauses): number[] {
  if (isClause(query)) return [codeOf(ops.clause, clauses.numberOf(query))];
  switch (query.kind) {
    case 'all':
      return [everything];
    case 'about':
      return compileQuery(query.gate, clauses);
    case 'not':
      return [codeOf(ops.not, 1), ...compileQuery(query.of, clauses)];
    default:
      return join(
        ops[query.kind],
        query.of.map((operand) => compileQuery(operand, clauses)),
      );
  }
}

/** The tree of the compiled query that begins at `at`, and where it ends. */
function readAt(codes: Uint32Array, at: number, clauses: Clauses): [Query, number] {
  const code = codes[at]!;
  if (code === everything) return [{ kind: 'all' }, at + 1];
  if (opOf(code) === ops.clause) return [clauses.clauseAt(argumentOf(code)), at + 1];
  const of: Query[] = [];
  let next = at + 1;
  for (let i = 0; i < argumentOf(code); i++) {
    const [operand, end] = readAt(codes, next, clauses);
    of.push(operand);
    next = end;
  }
  if (opOf(code) === ops.not) return [{ kind: 'not', of: of[0]! }, next];
  return [{ kind: opOf(code) === ops.and ? 'and' : 'or', of }, next];
}

export function decompileQuery(codes: Uint32Array, at: number, clauses: Clauses): Query {
  return readAt(codes, at, clauses)[0];
}
