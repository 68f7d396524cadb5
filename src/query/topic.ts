/** Parses the query of a subscription into its canonical text and its meaning. */
import { parseQuery, type QueryProblem } from './parse.ts';
import { meaningKey, printQuery } from './print.ts';
import { recased } from './restore-capitals.ts';
import type { Query } from './tree.ts';

export interface Topic {
  parsed: Query;
  /** The canonical text, with capitals as typed: what is stored and shown. `parseQuery` reads it as `parsed`. */
  query: string;
  /** Equal for equal meanings, in this version of the language: never store it, compute it when topics are loaded. */
  meaning: string;
}

/**
 * Reads what a person typed or what an earlier version stored as `query`. Never throws: a query that cannot be
 * understood is a problem with its place, its reason and perhaps a suggestion.
 */
export function readTopic(text: string): { topic: Topic } | { problem: QueryProblem } {
  const result = parseQuery(text);
  if (!result.ok) return { problem: result.problem };
  const { query: parsed } = result;
  return { topic: { parsed, query: recased(printQuery(parsed), text), meaning: meaningKey(parsed) } };
}
