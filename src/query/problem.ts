/** Defines what the parser reports: why a query is not understood, and which other reading is possible. */
import type { SourceRange } from './query-token.ts';

/** Why a query was not understood. */
export interface QueryProblem {
  /** Where in the text as typed, in UTF-16 units; `length` is at least 1 unless the text is empty. */
  at: number;
  length: number;
  /** A sentence: what is wrong and what to do. */
  message: string;
  /** A corrected query, complete. */
  suggestion?: string;
}

/** Another plausible reading of a query. */
export interface Note {
  /** A sentence: how the query was read. */
  message: string;
  /** The query of the other reading, complete. */
  suggestion: string;
}

/** Thrown inside the parser only; `parseQuery` returns its problem. */
export class Misread extends Error {
  readonly problem: QueryProblem;

  constructor({ at, end }: SourceRange, message: string, suggestion?: string) {
    super(message);
    this.name = 'Misread';
    this.problem = { at, length: end - at, message, ...(suggestion !== undefined && { suggestion }) };
  }
}

/** The text with a range replaced and spaces collapsed, for a suggestion. */
export function replaced(text: string, at: number, end: number, by: string): string {
  return `${text.slice(0, at)}${by}${text.slice(end)}`.replace(/\s+/g, ' ').trim();
}
