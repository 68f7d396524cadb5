/** Finds what was typed in quotes, which a tree of single words no longer tells: `"zebra" crossing`. */
import { readLatex } from '../text/latex.ts';
import { tokenize } from './lexer.ts';
import { Misread } from './problem.ts';
import { readPhrase } from './text-leaf.ts';

/** The texts of the leaves that were typed in quotes. Empty for a query that cannot be parsed. */
export function quotedIn(typed: string): Set<string> {
  try {
    const tokens = tokenize(typed.includes('\\') ? readLatex(typed) : typed);
    const leaves = tokens.map((token) =>
      token.kind === 'quoted' ? readPhrase(token.text, 'any') : undefined,
    );
    return new Set(leaves.flatMap((leaf) => leaf?.text ?? []));
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return new Set();
  }
}
