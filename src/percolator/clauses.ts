/** Numbers the distinct leaves of all topics, so that each is stored and evaluated once. */
import { createNumberList, push } from '../number-list.ts';
import { textFields } from '../query/fields.ts';
import { type Field, type Filter, pathsOf, type Query, type TextLeaf } from '../query/tree.ts';

/**
 * A leaf of a topic. The spelling that was typed (`text`) is not stored, as it does not change the meaning; a word with
 * synonyms is stored as a phrase with their paths.
 */
export type Clause = TextLeaf | Filter;

/** Every field that a text clause can search. */
export const searchFields: readonly Field[] = ['any', ...textFields.map(({ name }) => name)];
const codes = new Map(searchFields.map((field, i) => [field, i.toString(36)]));
const codeOf = (field: Field) => codes.get(field)!;
const fieldOf = (code: string) => searchFields[Number.parseInt(code, 36)]!;

// Characters that no term contains.
const betweenTerms = '\0';
const betweenPaths = '\u0001';

function write(clause: Clause): string {
  switch (clause.kind) {
    case 'prefix':
      return `p${codeOf(clause.field)}${clause.start}`;
    case 'word':
    case 'phrase': {
      if (clause.kind === 'word' && clause.synonyms === undefined)
        return `w${codeOf(clause.field)}${clause.term}`;
      const paths = pathsOf(clause).map((path) => path.join(betweenTerms));
      return `q${codeOf(clause.field)}${[...new Set(paths)].sort().join(betweenPaths)}`;
    }
    default:
      return `f${JSON.stringify(clause)}`;
  }
}

function read(key: string): Clause {
  const rest = key.slice(2);
  switch (key[0]) {
    case 'w':
      return { kind: 'word', field: fieldOf(key[1]!), term: rest, text: rest };
    case 'p':
      return { kind: 'prefix', field: fieldOf(key[1]!), start: rest };
    case 'q': {
      const paths = rest.split(betweenPaths).map((path) => path.split(betweenTerms));
      return { kind: 'phrase', field: fieldOf(key[1]!), paths, text: paths[0]!.join(' ') };
    }
    default:
      return JSON.parse(key.slice(1)) as Filter;
  }
}

export function isClause(query: Query): query is Clause {
  return !['and', 'or', 'not', 'all', 'about'].includes(query.kind);
}

export type Clauses = ReturnType<typeof createClauses>;

/** Each clause is stored as one string, a third of the memory of its tree, and parsed when a batch needs it. */
export function createClauses() {
  const numbers = new Map<string, number>();
  const keys: string[] = [];
  /** For each clause how often topics use it: the best estimate of how common it is in papers. */
  const uses = createNumberList();
  return {
    get count(): number {
      return keys.length;
    },
    /** The number of a clause, assigned on first use. */
    numberOf(clause: Clause): number {
      const key = write(clause);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, keys.length);
      push(uses, 0);
      return keys.push(key) - 1;
    },
    /** The number of a word, or undefined where no topic has it. */
    wordNumber: (field: Field, term: string) => numbers.get(`w${codeOf(field)}${term}`),
    clauseAt: (number: number) => read(keys[number]!),
    isWord: (number: number) => keys[number]![0] === 'w',
    uses,
  };
}
