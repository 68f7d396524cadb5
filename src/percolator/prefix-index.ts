/** Lists the words of a batch of papers by spelling, with their tokens, to answer prefix clauses. */
import type { Document } from '../query/document.ts';
import { byTextGroup, groupOf, type TextGroup, textFields } from '../query/fields.ts';

/** Built only when a topic has a prefix. */
export interface PrefixIndex {
  /** Sorted. */
  words: string[];
  tokensOf: Map<string, number[]>;
}

/** Numbers tokens as the batch index does: paper by paper, field by field. */
export function indexPrefixes(documents: readonly Document[]): Record<TextGroup, PrefixIndex> {
  const groups = byTextGroup(() => new Map<string, number[]>());
  let token = 0;
  for (const document of documents)
    for (const { name } of textFields) {
      const tokensOf = groups[groupOf(name)];
      for (const { word } of document.tokens[name]) {
        const tokens = tokensOf.get(word);
        if (tokens) tokens.push(token++);
        else tokensOf.set(word, [token++]);
      }
    }
  return byTextGroup((group) => ({ words: [...groups[group].keys()].sort(), tokensOf: groups[group] }));
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
