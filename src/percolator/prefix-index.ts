/** Lists the words of a batch of papers by spelling, with their tokens, to answer prefix clauses. */
import type { Document } from '../query/document.ts';
import { textFields } from '../query/fields.ts';
import type { Field } from '../query/tree.ts';

/** Texts that share a vocabulary: a name is never compared with a word of the body. */
export type Space = 'body' | 'author' | 'org';

export function spaceOf(field: Field): Space {
  return field === 'author' || field === 'org' ? field : 'body';
}

/** Built only when a topic has a prefix. */
export interface PrefixIndex {
  /** Sorted. */
  words: string[];
  tokensOf: Map<string, number[]>;
}

/** Numbers tokens as the batch index does: paper by paper, field by field. */
export function indexPrefixes(documents: readonly Document[]): Record<Space, PrefixIndex> {
  const spaces: Record<Space, Map<string, number[]>> = { body: new Map(), author: new Map(), org: new Map() };
  let token = 0;
  for (const document of documents)
    for (const { name } of textFields) {
      const tokensOf = spaces[spaceOf(name)];
      for (const { word } of document.tokens[name]) {
        const tokens = tokensOf.get(word);
        if (tokens) tokens.push(token++);
        else tokensOf.set(word, [token++]);
      }
    }
  const sorted = (tokensOf: Map<string, number[]>): PrefixIndex => ({
    words: [...tokensOf.keys()].sort(),
    tokensOf,
  });
  return { body: sorted(spaces.body), author: sorted(spaces.author), org: sorted(spaces.org) };
}

/** The index of the first word that does not sort before `start`. */
export function firstFrom(words: readonly string[], start: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
