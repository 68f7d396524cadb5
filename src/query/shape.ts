/** Puts operands together as the one canonical tree of them. */
import type { Query } from './tree.ts';

export const all: Query = { kind: 'all' };

/** Flat, without `*`, and the operand itself where it is the only one. `*` where there is none. */
export function allOf(operands: readonly Query[]): Query {
  const flat = operands.flatMap((operand) => (operand.kind === 'and' ? operand.of : [operand]));
  const kept = flat.filter((operand) => operand.kind !== 'all');
  return kept.length > 1 ? { kind: 'and', of: kept } : (kept[0] ?? all);
}

/** Flat, `*` where one is `*`, and the operand itself where it is the only one. */
export function anyOf(operands: readonly [Query, ...Query[]]): Query {
  const flat = operands.flatMap((operand) => (operand.kind === 'or' ? operand.of : [operand]));
  if (flat.some((operand) => operand.kind === 'all')) return all;
  return flat.length > 1 ? { kind: 'or', of: flat } : operands[0];
}

export function not(operand: Query): Query {
  return operand.kind === 'not' ? operand.of : { kind: 'not', of: operand };
}
