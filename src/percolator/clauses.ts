/** Numbers the distinct leaves of topics: what is asked for often is kept and answered once. */
import type { Field, Filter, Query, TextLeaf } from '../query/tree.ts';
import { createNumbers, type Numbers, push } from './numbers.ts';

/** A leaf as it is kept. What a word looked like when it was asked for is no part of its meaning. */
export type Clause = TextLeaf | Filter;

/**
 * A clause is kept as a string alone, a third of the memory of its tree, and read back when a day asks for it.
 */
export interface Clauses {
  readonly count: number;
  /** The number of a clause; a new one where it is new. */
  numberOf(clause: Clause): number;
  /** The number of a word, or undefined where no topic asks for it. */
  wordNumber(field: Field, term: string): number | undefined;
  clauseAt(number: number): Clause;
  isWord(number: number): boolean;
  /** In how many topics each clause was when it was last counted: the best guess of how common it is in papers. */
  uses: Numbers;
}

const fields: readonly Field[] = ['any', 'title', 'abstract', 'keyword', 'author', 'org'];
const codeOf = (field: Field) => String(fields.indexOf(field));
const fieldOf = (code: string | undefined) => fields[Number(code)]!;

// Units that no term holds.
const betweenTerms = '\0';
const betweenPaths = '\u0001';

function write(clause: Clause): string {
  switch (clause.kind) {
    case 'word':
      return `w${codeOf(clause.field)}${clause.term}`;
    case 'prefix':
      return `p${codeOf(clause.field)}${clause.start}`;
    case 'phrase': {
      const paths = clause.paths.map((path) => path.join(betweenTerms)).sort();
      return `q${codeOf(clause.field)}${[...new Set(paths)].join(betweenPaths)}`;
    }
    default:
      return `f${JSON.stringify(clause)}`;
  }
}

function read(key: string): Clause {
  const rest = key.slice(2);
  switch (key[0]) {
    case 'w':
      return { kind: 'word', field: fieldOf(key[1]), term: rest, text: rest };
    case 'p':
      return { kind: 'prefix', field: fieldOf(key[1]), start: rest };
    case 'q': {
      const paths = rest.split(betweenPaths).map((path) => path.split(betweenTerms));
      return { kind: 'phrase', field: fieldOf(key[1]), paths, text: paths[0]!.join(' ') };
    }
    default:
      return JSON.parse(key.slice(1)) as Filter;
  }
}

export function isClause(query: Query): query is Clause {
  return query.kind !== 'and' && query.kind !== 'or' && query.kind !== 'not' && query.kind !== 'all';
}

export function createClauses(): Clauses {
  const numbers = new Map<string, number>();
  const keys: string[] = [];
  const uses = createNumbers();
  return {
    get count() {
      return keys.length;
    },
    numberOf(clause) {
      const key = write(clause);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, keys.length);
      push(uses, 0);
      return keys.push(key) - 1;
    },
    wordNumber: (field, term) => numbers.get(`w${codeOf(field)}${term}`),
    clauseAt: (number) => read(keys[number]!),
    isWord: (number) => keys[number]![0] === 'w',
    uses,
  };
}
