/** Finds what was typed in quotes, which a tree of single words no longer tells: `"zebra" crossing`. */
import { tokenize } from './lexer.ts';
import { readAs } from './parse.ts';
import { readPhrase } from './text-leaf.ts';

/** The texts of the leaves that were typed in quotes. Empty for a query that is not valid. */
export function quotedIn(typed: string): Set<string> {
  const tokens = /["'\u2018-\u201f\u00ab\u300c]/.test(typed) ? tokenize(readAs(typed) ?? '') : [];
  const leaves = tokens.map((token) => (token.kind === 'quoted' ? readPhrase(token.text, 'any') : undefined));
  return new Set(leaves.flatMap((leaf) => leaf?.text ?? []));
}
