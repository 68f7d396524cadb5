/** Says why a search found nothing, based on the stored papers. */

import { readBare } from '../query/bare-leaves.ts';
import { fieldNamed } from '../query/fields.ts';
import { anyOf, positiveLeaves, type Query, type TextLeaf } from '../query/tree.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { eitherCode } from './reply.ts';

/** Most words that are named one by one. */
const MOST_NAMED = 5;

/** One sentence, for a query that no paper matches and comes close to. */
export function whyNothing(typed: string, query: Query, search: SearchIndex): string {
  if (search.size === 0) return 'No papers are stored yet.';
  const words = positiveLeaves(query);
  const any = anyOf(words);
  if (any === undefined) return 'No paper matches.';
  if (search.closest(any, { limit: 1 }).total > 0)
    return 'Papers have some of these words, but none matches the whole query.';
  if (hasWordsOf(words, search)) return 'Papers have some of these words, but none has the exact phrase.';
  if (words.some(({ field }) => field !== 'any')) return `No paper has this in ${placesOf(words)}.`;
  const none = `No paper has ${nameWords(typed, words)}.`;
  const hint = starHint(query);
  return hint === undefined ? none : `${none} ${hint}`;
}

/** Names the words where they are not those typed: `tpo 5` is read as one word, and common words are left out. */
function nameWords(typed: string, leaves: readonly TextLeaf[]): string {
  const words = leaves.flatMap((leaf) => (leaf.kind === 'word' ? leaf.text : []));
  const areWords = words.length === leaves.length && words.length <= MOST_NAMED;
  if (areWords && words.length !== typed.trim().split(/\s+/).length) return eitherCode(words);
  return areWords && words.length === 1 ? 'this word' : 'any of these words';
}

/** What to do about a star after one letter, which is a name such as `A*`; undefined where there is none. */
export function starHint(query: Query): string | undefined {
  const isShort = positiveLeaves(query).some((leaf) => leaf.kind === 'word' && /^[a-z\d]\*$/.test(leaf.text));
  return isShort
    ? 'To match the beginning of a word, write at least two letters before the star, as in `transform*`.'
    : undefined;
}

/** Whether a paper has a word of a phrase, though not the phrase. */
function hasWordsOf(leaves: readonly TextLeaf[], search: SearchIndex): boolean {
  const words = leaves.flatMap((leaf) => (leaf.kind === 'phrase' ? readBare(leaf.text, leaf.field) : []));
  const any = anyOf(words);
  return any !== undefined && search.closest(any, { limit: 1 }).total > 0;
}

/** `its title`, `its title or author`. */
function placesOf(words: readonly TextLeaf[]): string {
  const fields = words.map(({ field }) => (field === 'any' ? 'text' : fieldNamed(field).name));
  return `its ${[...new Set(fields)].join(' or ')}`;
}
