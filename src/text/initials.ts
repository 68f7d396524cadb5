/** Terms for the first letters of names, which no word of a text or a query is: `^y` for Yann, Yves and Y. */
import type { VisitToken } from './analyse.ts';
import type { WordEntry } from './lexicon.ts';

const known = new Map<string, WordEntry>();
/** More letters than names begin with. */
const MOST_KNOWN = 10_000;

/** The term of all names that begin as this one does. */
export function initialTerm(name: string): string {
  const [first = ''] = name;
  return `^${first}`;
}

/** Visits each word of a name, and then its initial at the same place. */
export function withInitials(visit: VisitToken): VisitToken {
  return (entry, position, length, inCapitals, start, end, number) => {
    visit(entry, position, length, inCapitals, start, end, number);
    if (length === 1) visit(initialOf(entry.word), position, 1, false, start, end, -1);
  };
}

function initialOf(name: string): WordEntry {
  const term = initialTerm(name);
  const entry = known.get(term);
  if (entry !== undefined) return entry;
  const made: WordEntry = {
    word: term,
    term,
    hash: 0,
    beginning: 0,
    role: 'other',
    inCapitals: false,
    more: undefined,
  };
  if (known.size < MOST_KNOWN) known.set(term, made);
  return made;
}
