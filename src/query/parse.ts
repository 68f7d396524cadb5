/** What a person typed in, a query tree or a problem with its place out. */
import type { Query } from './tree.ts';

/** Why a query was not understood. */
export interface Problem {
  /** Where in the text as typed, in UTF-16 units; `length` is at least 1 unless the text is empty. */
  at: number;
  length: number;
  /** A sentence: what is wrong and what to do. */
  message: string;
  /** A corrected query, whole, ready to be used. */
  suggestion?: string;
}

export type Parsed = { ok: true; query: Query } | { ok: false; problem: Problem };

/** Longest query, in UTF-16 units; most words, phrases and filters in one; deepest parentheses. */
export const queryLimits = { length: 1000, leaves: 100, depth: 16 } as const;

/** Total: any string gives a tree or a problem, in time linear in its length. */
export function parseQuery(_text: string): Parsed {
  throw new Error('not yet');
}
