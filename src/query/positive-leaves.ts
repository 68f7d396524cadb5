/** Lists what a query asks for, without what it excludes and without its filters. */
import { isTextLeaf, type Query, type TextLeaf } from './tree.ts';

/** The words, phrases and prefixes that a query asks for, in order. */
export function positiveLeaves(query: Query): TextLeaf[] {
  if (query.kind === 'and' || query.kind === 'or') return query.of.flatMap(positiveLeaves);
  return isTextLeaf(query) ? [query] : [];
}

/** Whether a query has only required words and phrases: no field, filter, exclusion or alternative. */
export function isPlainWords(query: Query): boolean {
  if (query.kind === 'and') return query.of.every(isPlainWords);
  return (query.kind === 'word' || query.kind === 'phrase') && query.field === 'any';
}
