/** Notes a last word that is passed over as a common word, though it may be a surname: `kaiming he`. */
import type { Note } from './problem.ts';
import type { Query } from './tree.ts';

/** Two or three words of which the last is a common word and a common surname. */
const named = /^\p{L}[\p{L}\p{M}'-]*(?: \p{L}[\p{L}\p{M}'-]*)? (?:he|an|so|do)$/iu;

/** The other reading of a query of such words. */
export function notesOnSurname(text: string, query: Query): Note[] {
  const typed = text.trim().replace(/\s+/g, ' ');
  const leaves = query.kind === 'and' ? query.of : [query];
  const isOnlyWords = leaves.every((leaf) => leaf.kind === 'word' && leaf.field === 'any');
  if (!isOnlyWords || !named.test(typed) || leaves.length !== typed.split(' ').length - 1) return [];
  const last = typed.slice(typed.lastIndexOf(' ') + 1);
  return [{ message: `\`${last}\` is a common word, so it is left out.`, suggestion: `author:"${typed}"` }];
}
