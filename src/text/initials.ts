/** Terms for the first letters of names, which no word of a text or a query is: `^y` for Yann, Yves and Y. */
import type { VisitToken } from './analyse.ts';
import type { WordEntry } from './lexicon.ts';

/** Middle names that a first initial may stand before: `Y. LeCun` is Yann André LeCun, too. */
export const MOST_SKIPPED = 2;
const known = new Map<string, WordEntry>();
/** More letters than names begin with. */
const MOST_KNOWN = 10_000;

/**
 * The term of all names that begin as this one does.
 * @param skipped how many names follow that it stands for, too: `^^y` for Yann André
 */
export function initialTerm(name: string, skipped = 0): string {
  const [first = ''] = name;
  return `${'^'.repeat(skipped + 1)}${first}`;
}

/**
 * Visits each word of a name and then its initial at the same place; with the first word, also the initials that stand for the names
 * behind it, but for the last. `begin` is told where a name begins and how many words it has.
 */
export function withInitials(visit: VisitToken) {
  let first = -1;
  let words = 0;
  const visitBoth: VisitToken = (entry, position, length, inCapitals, start, end, number) => {
    visit(entry, position, length, inCapitals, start, end, number);
    if (length > 1) return;
    const skipped = position === first ? Math.min(MOST_SKIPPED, words - 2) : 0;
    for (let more = 0; more <= Math.max(0, skipped); more++)
      visit(initialOf(entry.word, more), position, more + 1, false, start, end, -1);
  };
  return {
    visit: visitBoth,
    begin(position: number, count: number): void {
      first = position;
      words = count;
    },
  };
}

function initialOf(name: string, skipped: number): WordEntry {
  const term = initialTerm(name, skipped);
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
