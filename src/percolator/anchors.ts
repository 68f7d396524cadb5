/** Chooses clauses of a query of which a matching paper must hold at least one: the rarest that will do. */
import type { Query, TextLeaf } from '../query/tree.ts';
import type { Clauses } from './clauses.ts';

export interface Anchors {
  clauses: number[];
  /** How many topics use them, as a guess of how many papers hold them. */
  cost: number;
}

/** Facts hold for many papers and are asked of each, so words come first. */
const costs = { id: 0, cat: 1e6, prefix: 1e5, count: 1e9, date: 1e9, has: 1e9 } as const;

function cheapest(found: readonly (Anchors | undefined)[]): Anchors | undefined {
  let best: Anchors | undefined;
  for (const anchors of found) if (anchors && (!best || anchors.cost < best.cost)) best = anchors;
  return best;
}

/** One of each, as any of the operands may be the one that holds; none where an operand has none. */
function together(found: readonly (Anchors | undefined)[]): Anchors | undefined {
  const clauses: number[] = [];
  let cost = 0;
  for (const anchors of found) {
    if (!anchors) return undefined;
    clauses.push(...anchors.clauses);
    cost += anchors.cost;
  }
  return { clauses: [...new Set(clauses)], cost };
}

function ofWord(leaf: TextLeaf, term: string, clauses: Clauses): Anchors {
  const number = clauses.numberOf({ kind: 'word', field: leaf.field, term, text: term });
  return { clauses: [number], cost: clauses.uses.values[number]! };
}

/** Undefined where a paper may match without holding any clause: exclusions alone, and `*`. */
export function anchorsOf(query: Query, clauses: Clauses): Anchors | undefined {
  switch (query.kind) {
    case 'all':
    case 'not':
      return undefined;
    case 'and':
      return cheapest(query.of.map((operand) => anchorsOf(operand, clauses)));
    case 'or':
      return together(query.of.map((operand) => anchorsOf(operand, clauses)));
    case 'word':
      return ofWord(query, query.term, clauses);
    case 'phrase':
      // A word of each path: whether the phrase itself is there is found out for those papers alone.
      return together(query.paths.map((path) => cheapest(path.map((term) => ofWord(query, term, clauses)))));
    default: {
      const number = clauses.numberOf(query);
      return { clauses: [number], cost: costs[query.kind] + clauses.uses.values[number]! };
    }
  }
}
