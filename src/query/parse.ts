/** What a person typed in, a query tree or a problem with its place out. */

import { readLatex } from '../text/latex.ts';
import { readQuery } from './grammar.ts';
import { queryLimits } from './limits.ts';
import { Misread, type Problem } from './problem.ts';
import type { Query } from './tree.ts';

export { queryLimits } from './limits.ts';
export type { Problem } from './problem.ts';
export type Parsed = { ok: true; query: Query } | { ok: false; problem: Problem };

/** Total: any string gives a tree or a problem, in time linear in its length. */
export function parseQuery(text: string): Parsed {
  const parsed = attempt(text);
  if (parsed.ok || parsed.problem.suggestion === undefined) return parsed;
  // What is suggested must itself be understood.
  if (!attempt(parsed.problem.suggestion).ok) delete parsed.problem.suggestion;
  return parsed;
}

function attempt(text: string): Parsed {
  // Whoever pastes a title pastes its LaTeX: `na\"{\i}ve`. Its places are lost, so a problem is of the whole.
  const plain = text.includes('\\') && text.length <= queryLimits.length ? readLatex(text) : text;
  try {
    return { ok: true, query: readQuery(plain) };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    const { problem } = error;
    return { ok: false, problem: plain === text ? problem : { ...problem, at: 0, length: text.length } };
  }
}
