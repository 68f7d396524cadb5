/** Finds where a word, phrase or prefix occurs in the tokens of a field. */
import type { Token } from '../text/analyse.ts';
import type { Range } from '../text/excerpt.ts';
import { pathsOf, type TextLeaf } from './tree.ts';

/** Where the leaf occurs in these tokens: path by path, and of each in order. */
export function placesOf(leaf: TextLeaf, tokens: readonly Token[]): Range[] {
  switch (leaf.kind) {
    case 'prefix':
      return tokens.filter((token) => token.word.startsWith(leaf.start)).map(rangeOf);
    case 'word':
    case 'phrase': {
      const paths = pathsOf(leaf);
      if (paths.length < manyPaths) return paths.flatMap((path) => pathPlaces(path, tokens));
      const terms = termsIn(tokens);
      return paths.flatMap((path) => (path.every((term) => terms.has(term)) ? pathPlaces(path, tokens) : []));
    }
  }
}

/** Of so many paths, as names have, most have a term that the tokens lack. */
const manyPaths = 4;
const termsOf = new WeakMap<readonly Token[], ReadonlySet<string>>();

/** The distinct terms of tokens, which must not change afterwards. */
function termsIn(tokens: readonly Token[]): ReadonlySet<string> {
  const known = termsOf.get(tokens);
  if (known !== undefined) return known;
  const terms = new Set(tokens.map(({ term }) => term));
  termsOf.set(tokens, terms);
  return terms;
}

/**
 * Whether a leaf can occur in tokens with these terms: false only where no path has all of its terms there. Far cheaper than
 * `placesOf` for names, which have many paths.
 */
export function canOccur(leaf: TextLeaf, terms: ReadonlySet<string>): boolean {
  return leaf.kind === 'prefix' || pathsOf(leaf).some((path) => path.every((term) => terms.has(term)));
}

function rangeOf(token: Token): Range {
  return { start: token.start, end: token.end };
}

/** Where adjacent tokens have the path's terms. Follows all partial matches at once, in one pass over the tokens. */
function pathPlaces(path: readonly string[], tokens: readonly Token[]): Range[] {
  if (path.length === 1) return tokens.filter((token) => token.term === path[0]).map(rangeOf);
  const places: Range[] = [];
  /** Partial matches by the position where their next term must begin. */
  const waiting = new Map<number, { next: number; start: number }[]>();
  for (const token of tokens) {
    if (!path.includes(token.term)) continue;
    const runs = waiting.get(token.position) ?? [];
    for (const run of [...runs, { next: 0, start: token.start }]) {
      if (token.term !== path[run.next]) continue;
      if (run.next + 1 === path.length) places.push({ start: run.start, end: token.end });
      else {
        const after = token.position + token.length;
        const others = waiting.get(after);
        const on = { next: run.next + 1, start: run.start };
        if (others === undefined) waiting.set(after, [on]);
        else others.push(on);
      }
    }
  }
  return places;
}
