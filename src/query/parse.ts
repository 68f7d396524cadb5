/** What a person typed in, a query tree or a problem with its place out. */

import { readLatex } from '../text/latex.ts';
import { readQuery } from './grammar.ts';
import { queryLimits } from './limits.ts';
import { printQuery } from './print.ts';
import { Misread, misread, type Problem } from './problem.ts';
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

/**
 * What is printed is kept and parsed again, so it must be a query too. Printing can make a query longer and deeper:
 * `keyword:(a b)` is `keyword:a keyword:b`. A short one can never come to the bounds by that.
 */
const surelyPrintable = 50;

function checkPrintable(query: Query, text: string): void {
  try {
    readQuery(printQuery(query));
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    throw misread(0, text.length, 'Written out in full this query is too long or too deep: make it shorter.');
  }
}

function attempt(text: string): Parsed {
  // Whoever pastes a title pastes its LaTeX: `na\"{\i}ve`. Its places are lost, so a problem is of the whole.
  const plain = text.includes('\\') && text.length <= queryLimits.length ? readLatex(text) : text;
  try {
    const query = readQuery(plain);
    if (plain.length > surelyPrintable) checkPrintable(query, text);
    return { ok: true, query };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    const { problem } = error;
    return { ok: false, problem: plain === text ? problem : { ...problem, at: 0, length: text.length } };
  }
}
