/** Describes words (term, role, compounds it begins), computed once for each distinct word. */
import { type Branch, compoundsFrom, compoundWrittenAsOne, hashOf } from './compounds.ts';
import { fold } from './fold.ts';
import { spellGreek } from './greek.ts';
import { otherSingular } from './plurals.ts';
import { isStopWord } from './stop-words.ts';
import { termOf } from './term.ts';
import { umlautsSpelledOut } from './umlauts.ts';
import { columns, createWordCache, hashUnits } from './word-cache.ts';

export interface WordEntry {
  /** Folded. */
  word: string;
  /** The term for comparison: see `term.ts`. */
  term: string;
  /** The hash of the term, and of the word where it begins a compound of the list (else 0): for `mayBegin`. */
  hash: number;
  beginning: number;
  /**
   * `name`: at least two letters and nothing else, not a stop word: a short number can join it.
   * `number`: a version number, which joins the name before it: the 4 of GPT-4, the 3.1 of Llama 3.1.
   * `none`: nothing is left of the word, so it is passed over.
   */
  role: 'name' | 'number' | 'other' | 'none';
  /** Written with a capital after its first letter, as acronyms are: CLIP, LoRA. */
  inCapitals: boolean;
  more: More | undefined;
}

/** What is asked of every word, as bits of a number. */
export const flags = { name: 1, number: 2, none: 4, inCapitals: 8, hasMore: 16 };

export function flagsOf({ role, inCapitals, more }: WordEntry): number {
  const ofRole = role === 'other' ? 0 : flags[role];
  return ofRole | (inCapitals ? flags.inCapitals : 0) | (more === undefined ? 0 : flags.hasMore);
}

/** Properties that only some words have. */
interface More {
  /** The continuations, where the word begins a compound of the list. */
  branch: Branch | undefined;
  /** A plainer spelling, which matches too: PointNet for PointNet++, Juergen for Jürgen. */
  plainer: WordEntry | undefined;
  /** A second word that this may be a form of, and that matches too: basis for bases. */
  other: WordEntry | undefined;
  /** The words of a compound of several words that is written as one. */
  parts: WordEntry[] | undefined;
}

export type Lexicon = ReturnType<typeof createLexicon>;

/** Longer words are truncated, in papers and queries alike, as a text may be one endless line. */
const longestWord = 100;
const capitals = /^..*\p{Lu}/u;

export const english = createLexicon(describeEnglish);
/** For people and organizations, whose names are not inflected. */
export const names = createLexicon(describeName);

/** Words are numbered. A number is valid until the next text is begun. */
function createLexicon(describe: (folded: string, written: string) => WordEntry) {
  const memory = createWordCache<WordEntry>();

  function learn(
    word: string,
    written: string,
    inCapitals: boolean,
    units: Uint16Array,
    start: number,
    end: number,
    hash: number,
  ) {
    const entry = describe(word, written);
    entry.inCapitals = inCapitals;
    const number = memory.keep(entry, units, start, end, hash);
    memory.set(number, columns.flags, flagsOf(entry));
    memory.set(number, columns.termHash, entry.hash);
    memory.set(number, columns.beginning, entry.beginning);
    return number;
  }

  return {
    begin: memory.tidy,
    /** Forgets the words, as after an import of many papers: some 200 bytes each. Must not be called while a text is read. */
    forget: memory.forget,
    /** The number of the word at these UTF-16 offsets; `units` are the text's, `hash` is that of the word's. */
    look(text: string, units: Uint16Array, start: number, end: number, hash: number): number {
      const known = memory.find(units, start, end, hash);
      if (known >= 0) return known;
      const written = text.slice(start, Math.min(end, start + longestWord));
      return learn(fold(written), written, capitals.test(written), units, start, end, hash);
    },
    /** The number of `length` words from `at` on as one; the offsets are of all of them: `hyper-parameters`. */
    join(
      units: Uint16Array,
      start: number,
      end: number,
      words: readonly WordEntry[],
      at: number,
      length: number,
    ) {
      const hash = hashUnits(units, start, end);
      const known = memory.find(units, start, end, hash);
      if (known >= 0) return known;
      const parts = words.slice(at, at + length);
      const word = parts.map((part) => part.word).join('');
      return learn(
        word,
        word,
        parts.some(({ inCapitals }) => inCapitals),
        units,
        start,
        end,
        hash,
      );
    },
    entryOf: memory.valueOf,
    flagsOf: (number: number) => memory.get(number, columns.flags),
    termHashOf: (number: number) => memory.get(number, columns.termHash),
    beginningOf: (number: number) => memory.get(number, columns.beginning),
    /** What a reader of many texts noted at a word, or -1: it saves looking the word up by its letters. */
    noteOf(number: number, reader: number): number {
      return memory.get(number, columns.notedBy) === reader ? memory.get(number, columns.note) : -1;
    },
    note(number: number, reader: number, value: number): void {
      memory.set(number, columns.note, value);
      memory.set(number, columns.notedBy, reader);
    },
  };
}

function entryOf(word: string, term: string): WordEntry {
  return {
    word,
    term: word === term ? word : term,
    hash: hashOf(term),
    beginning: 0,
    role: word === '' ? 'none' : 'other',
    inCapitals: false,
    more: undefined,
  };
}

function describeName(folded: string, written: string): WordEntry {
  const entry = entryOf(folded, folded);
  const spelled = umlautsSpelledOut(written);
  if (spelled === written) return entry;
  const word = fold(spelled);
  const plainer = entryOf(word, word);
  entry.more = { branch: undefined, plainer, other: undefined, parts: undefined };
  return entry;
}

function describeEnglish(folded: string): WordEntry {
  const word = spellGreek(folded);
  const entry = entryOf(word, termOf(word));
  if (/^\d{1,3}(\.\d{1,2})?$/.test(word)) entry.role = 'number';
  else if (/^[a-z]{2,}$/.test(word) && !isStopWord(word)) entry.role = 'name';
  const plainer = word.length > 3 && word.endsWith('++') ? describeEnglish(word.slice(0, -2)) : undefined;
  const second = otherSingular(word);
  const other = second === undefined ? undefined : describeEnglish(second);
  const branch = compoundsFrom(word);
  const parts = compoundWrittenAsOne(entry.term)?.parts.map(describeEnglish);
  if (branch) entry.beginning = hashOf(word) || 1;
  if (plainer || other || branch || parts) entry.more = { branch, plainer, other, parts };
  return entry;
}
