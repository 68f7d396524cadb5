/** Lists what a query finds besides its words as typed: the long forms of its acronyms, and the acronyms of its long forms. */
import type { Phrase, Query, Word } from './tree.ts';

export interface Inclusions {
  /** As papers write them, distinct, in the order of the query. */
  included: string[];
  /** What is excluded besides the excluded words. */
  excluded: string[];
  /** The first words that include something, in quotes: so they are searched for alone. */
  inQuotes: string;
}

/** Undefined where every word stands for itself only. */
export function inclusionsOf(query: Query): Inclusions | undefined {
  const included = new Map<string, string[]>();
  const excluded = new Map<string, string[]>();
  collect(query, included, excluded);
  const [first] = [...included.values(), ...excluded.values()];
  if (first === undefined) return undefined;
  const inQuotes = `"${[...new Set(first)].join(' ')}"`;
  return { included: [...included.keys()], excluded: [...excluded.keys()], inQuotes };
}

/** By synonym the words that have it. */
type Found = Map<string, string[]>;

function collect(query: Query, included: Found, excluded: Found): void {
  if (query.kind === 'not') collect(query.of, excluded, included);
  else if (query.kind === 'and' || query.kind === 'or')
    for (const operand of query.of) collect(operand, included, excluded);
  else if (query.kind === 'word' || query.kind === 'phrase') add(query, included);
}

function add(leaf: Word | Phrase, found: Found): void {
  for (const { text } of leaf.synonyms ?? []) found.set(text, [...(found.get(text) ?? []), leaf.text]);
}
