/** Finds how papers write the terms that tell something of them. */
import type { Document } from './document.ts';
import { anyFields } from './tree.ts';

/** Each of the terms as the first of the papers that has it writes it, where it occurs first. */
export function writtenTerms(papers: readonly Document[], terms: ReadonlySet<string>): Map<string, string> {
  const written = new Map<string, string>();
  for (const { tokens, texts } of papers)
    for (const field of anyFields)
      for (const { term, start, end } of tokens[field])
        if (terms.has(term) && !written.has(term)) written.set(term, texts[field].slice(start, end));
  return written;
}

/** The first words, without those that say what one before says: `low-rank` says what `low` and `rank` say. */
export function withoutTold(words: readonly string[], most: number): string[] {
  const told: string[] = [];
  for (const word of words) {
    if (told.length === most) break;
    if (word !== '' && !told.some((other) => isWithin(word, other) || isWithin(other, word))) told.push(word);
  }
  return told;
}

function isWithin(word: string, other: string): boolean {
  return other.toLowerCase().includes(word.toLowerCase());
}
