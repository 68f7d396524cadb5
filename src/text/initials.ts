/**
 * Terms beside the words of people's names, which no word of a text or a query is: `^y` for Yann, Yves and Y., `yann^` for Yann with
 * another given name behind it, `<yann` and `>lecun` for the first and the last word of a name.
 */
import type { VisitToken } from './analyse.ts';
import type { WordEntry } from './lexicon.ts';

/** Given names that are passed over: `Y. LeCun` and `Yann LeCun` are Yann André LeCun, too. */
export const MOST_SKIPPED = 2;
const known = new Map<string, WordEntry>();
/** More letters than names begin with, and most given names that others follow. */
const MOST_KNOWN = 10_000;

/**
 * The term of all names that begin as this one does.
 * @param skipped how many given names follow that it stands for, too: `^^y` for Yann André
 */
export function initialTerm(name: string, skipped = 0): string {
  const [first = ''] = name;
  return `${'^'.repeat(skipped + 1)}${first}`;
}

/** The term of this one name with others behind it: `yann^` for Yann André, `y^` for Y. A. and YA. */
export const followedTerm = (name: string, skipped: number) => `${name}${'^'.repeat(skipped)}`;

/** The term of a word, or of what begins as it does, as the first of a name: `<yann`, `<^y`. */
export const firstTerm = (term: string) => `<${term}`;

/** The same as the last: a path from a first to a last term is a whole name. */
export const lastTerm = (term: string) => `>${term}`;

/**
 * Visits each word of a name and then its initial at the same place; with the first word, also what stands for it and the names
 * behind it, but for the last. `begin` is told where a name begins and how many words it has.
 */
export function withInitials(visit: VisitToken) {
  let first = -1;
  let words = 0;
  let seen = -1;
  const visitBoth: VisitToken = (entry, position, length, inCapitals, start, end, number) => {
    visit(entry, position, length, inCapitals, start, end, number);
    if (length > 1) return;
    const { word, term } = entry;
    // A word may be visited in two spellings (`Jürgen`, `Juergen`), which have one initial.
    const isSecond = position === seen;
    seen = position;
    const also = (written: string, over = 1) =>
      visit(entryOf(written), position, over, false, start, end, -1);
    const alsoAtEnds = (term: string) => {
      if (position === first && words > 1) also(firstTerm(term));
      if (position === first + words - 1 && words > 1) also(lastTerm(term));
    };
    alsoAtEnds(term);
    if (inCapitals && /^\p{L}{2,3}$/u.test(word)) {
      // Initials without a space between them: `LeCun YA`.
      also(initialTerm(word, 1));
      return also(followedTerm(word.charAt(0), 1));
    }
    if (!isSecond) {
      // The first of two words is looked for as such.
      if (words !== 2 || position !== first) also(initialTerm(word));
      alsoAtEnds(initialTerm(word));
    }
    if (position !== first) return;
    for (let more = 1; more <= Math.min(MOST_SKIPPED, words - 2); more++) {
      if (!isSecond) also(initialTerm(word, more), more + 1);
      also(followedTerm(term, more), more + 1);
    }
  };
  return {
    visit: visitBoth,
    begin(position: number, count: number): void {
      first = position;
      words = count;
      seen = -1;
    },
  };
}

function entryOf(term: string): WordEntry {
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
