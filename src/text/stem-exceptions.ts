/** Loads `stem-exceptions.txt`: families of words that share a Porter2 stem by accident and get terms of their own. */
import { readFileSync } from 'node:fs';

export const stemExceptionsSource = readFileSync(new URL('./stem-exceptions.txt', import.meta.url), 'utf8');

/** A line of the list: words that keep the stem, and the families that are kept apart from them. */
export interface StemException {
  stay: string[];
  apart: string[][];
}

const wordsIn = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** The lines of the list, comments left out. */
export function readStemExceptions(source: string): StemException[] {
  return source.split('\n').flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    const [stay = '', apart = ''] = line.split(':');
    return [{ stay: wordsIn(stay), apart: apart.split('|').map(wordsIn) }];
  });
}

/** The regular plural, past, `-ing` and `-ly` forms of a word. Some are not words, which is harmless. */
export function inflectionsOf(word: string): string[] {
  if (word.endsWith('sis')) return [word.replace(/is$/, 'es')];
  const isAfterConsonant = /[^aeiou]y$/.test(word);
  const short = word.slice(0, -1);
  const plural = isAfterConsonant ? `${short}ies` : /(?:[sxz]|[cs]h)$/.test(word) ? `${word}es` : `${word}s`;
  const past = word.endsWith('e') ? `${word}d` : isAfterConsonant ? `${short}ied` : `${word}ed`;
  const active = word.endsWith('e') ? `${short}ing` : `${word}ing`;
  return [plural, past, active, adverbOf(word)];
}

function adverbOf(word: string): string {
  if (word.endsWith('le') || word.endsWith('ll')) return `${word.slice(0, -1)}y`;
  return word.endsWith('ic') ? `${word}ally` : `${word}ly`;
}

/** Adds a line. A form that could belong to two families, such as `suited` (`suit`, `suite`), belongs to the words that stay. */
function addLine({ stay, apart }: StemException, terms: Map<string, string>): void {
  const taken = new Set([...stay, ...stay.flatMap(inflectionsOf)]);
  for (const family of apart) {
    // No stem contains an apostrophe, so the term is unique to the family.
    const term = `${family[0]}'`;
    for (const form of family.flatMap(inflectionsOf))
      if (!taken.has(form) && !terms.has(form)) terms.set(form, term);
  }
  for (const family of apart) for (const word of family) terms.set(word, `${family[0]}'`);
}

const terms = new Map<string, string>();
for (const line of readStemExceptions(stemExceptionsSource)) addLine(line, terms);

/** The term of a word that is kept apart from others with its stem; undefined for any other word. */
export function familyOf(word: string): string | undefined {
  return terms.get(word);
}
