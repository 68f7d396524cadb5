/** A query tree in, the canonical text that parses to it out. */
import type { Query } from './tree.ts';

/** `parseQuery(printQuery(query))` is `query`. */
export function printQuery(_query: Query): string {
  throw new Error('not yet');
}

/** Equal for queries that find the same by their shape: spelling, case, order and repetition aside. */
export function meaningKey(_query: Query): string {
  throw new Error('not yet');
}
