/** Lists the words of a day's papers as they are spelled, with their tokens: what prefixes are answered from. */
import type { Document } from '../query/document.ts';
import type { Field, PaperField } from '../query/tree.ts';

/** The order in which texts lie on the line. */
export const paperFields: readonly PaperField[] = ['title', 'abstract', 'keyword', 'author', 'org'];

/** Texts that share their terms: a name is never compared with a word of the body. */
export type Space = 'body' | 'author' | 'org';

export function spaceOf(field: Field): Space {
  return field === 'author' || field === 'org' ? field : 'body';
}

/** Spellings in order, each with its tokens: made only when a topic asks for a prefix. */
export interface Spellings {
  words: string[];
  lists: Map<string, number[]>;
}

export function readSpellings(documents: readonly Document[]): Record<Space, Spellings> {
  const lists: Record<Space, Map<string, number[]>> = { body: new Map(), author: new Map(), org: new Map() };
  let token = 0;
  for (const document of documents)
    for (const field of paperFields) {
      const known = lists[spaceOf(field)];
      for (const { word } of document.tokens[field]) {
        const list = known.get(word);
        if (list) list.push(token++);
        else known.set(word, [token++]);
      }
    }
  const toSpellings = (map: Map<string, number[]>): Spellings => ({
    words: [...map.keys()].sort(),
    lists: map,
  });
  return { body: toSpellings(lists.body), author: toSpellings(lists.author), org: toSpellings(lists.org) };
}

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
