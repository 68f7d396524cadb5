/** Chooses the clauses of a query of which every matching paper satisfies at least one, preferring the rarest. */
import { pathsOf, type Query, type TextLeaf } from '../query/tree.ts';
import type { Clauses } from './clauses.ts';

export interface RequiredClauses {
  clauses: number[];
  /** How many topics use these clauses: an estimate of how many papers satisfy them. */
  cost: number;
}

/** Many papers pass a filter, and filters are tested on every paper, so words are preferred. */
const costs = {
  id: 0,
  like: 10,
  initials: 1e4,
  prefix: 1e5,
  cat: 1e6,
  count: 1e9,
  date: 1e9,
  has: 1e9,
} as const;

function cheapest(choices: readonly (RequiredClauses | undefined)[]): RequiredClauses | undefined {
  let best: RequiredClauses | undefined;
  for (const choice of choices) if (choice && (!best || choice.cost < best.cost)) best = choice;
  return best;
}

/** The clauses of all alternatives, since any of them may hold. Undefined where an alternative has none. */
function combined(choices: readonly (RequiredClauses | undefined)[]): RequiredClauses | undefined {
  const clauses: number[] = [];
  let cost = 0;
  for (const choice of choices) {
    if (!choice) return undefined;
    clauses.push(...choice.clauses);
    cost += choice.cost;
  }
  return { clauses: [...new Set(clauses)], cost };
}

function ofWord(leaf: TextLeaf, term: string, clauses: Clauses): RequiredClauses {
  const number = clauses.numberOf({ kind: 'word', field: leaf.field, term, text: term });
  // Initials are in every list of authors, however few topics have them.
  const isShort = leaf.field === 'author' && term.length < 3;
  return { clauses: [number], cost: clauses.uses.values[number]! + (isShort ? costs.initials : 0) };
}

/** Undefined where a paper may match without satisfying any clause: `*` and queries that only exclude. */
export function requiredClauses(query: Query, clauses: Clauses): RequiredClauses | undefined {
  switch (query.kind) {
    case 'all':
    case 'not':
      return undefined;
    case 'and':
      return cheapest(query.of.map((operand) => requiredClauses(operand, clauses)));
    case 'or':
      return combined(query.of.map((operand) => requiredClauses(operand, clauses)));
    case 'about':
      return requiredClauses(query.gate, clauses);
    case 'word':
    case 'phrase':
      // One word of each path. Whether the phrase itself occurs is tested on the candidates only.
      return combined(
        pathsOf(query).map((path) => cheapest(path.map((term) => ofWord(query, term, clauses)))),
      );
    default: {
      const number = clauses.numberOf(query);
      return { clauses: [number], cost: costs[query.kind] + clauses.uses.values[number]! };
    }
  }
}
