/** Splits a text into words with their lexicon entries, and finds the words that form one term together. */

import { paddedUnitsOf, type UnitRoom } from './character-kinds.ts';
import { mayBegin } from './compounds.ts';
import { flags, flagsOf, type Lexicon, type WordEntry } from './lexicon.ts';
import { eachWord, type Joint, joints } from './word-segmenter.ts';

/** The words of a text, by position. */
export interface WordSequence {
  /** The text's, with `paddedUnitsOf`. */
  units: Uint16Array;
  lexicon: Lexicon;
  count: number;
  entries: WordEntry[];
  /** Of the lexicon: valid until the next text is read. A word of a compound that is written as one has none: -1. */
  numbers: number[];
  /** Of the lexicon, by word: see `flags`, `WordEntry`. */
  flags: number[];
  termHashes: number[];
  beginnings: number[];
  /** UTF-16 offsets. */
  starts: number[];
  ends: number[];
  /** What separates each from the one before. */
  joints: Joint[];
}

/** Words that are one term together. */
export interface JoinedWords {
  /** How many words. */
  length: number;
  entry: WordEntry;
  /** Of the lexicon: valid until the next text is read. */
  number: number;
  /**
   * `one-word`: the parts with a space always mean the compound (`fine tuning`, `GPT 4`).
   * `several-words`: of the list, but its parts are words of their own (`machine learning`).
   * `written`: only because a hyphen was written (`physics-compliant`); spaced it would not be joined.
   */
  as: 'one-word' | 'several-words' | 'written';
}

/** Of a longer chain of hyphens only the parts become terms. */
const longestChain = 6;

export function createWordSequence(lexicon: Lexicon): WordSequence {
  return {
    units: new Uint16Array(0),
    lexicon,
    count: 0,
    entries: [],
    numbers: [],
    flags: [],
    termHashes: [],
    beginnings: [],
    starts: [],
    ends: [],
    joints: [],
  };
}

/**
 * @param words filled anew, for a caller that reads many texts: its arrays may then be longer than `count`
 * @param room where the units are, for such a caller
 */
export function readWords(
  text: string,
  lexicon: Lexicon,
  words = createWordSequence(lexicon),
  room?: UnitRoom,
): WordSequence {
  const units = paddedUnitsOf(text, room);
  lexicon.begin();
  words.units = units;
  words.lexicon = lexicon;
  words.count = 0;
  eachWord(text, units, (start, end, joint, hash) => {
    const number = lexicon.look(text, units, start, end, hash);
    const known = lexicon.flagsOf(number);
    if ((known & flags.none) !== 0) return;
    const entry = lexicon.entryOf(number);
    if ((known & flags.hasMore) !== 0 && entry.more?.parts !== undefined) {
      pushParts(words, entry.more.parts, start, end, joint);
      return;
    }
    const at = push(words, entry, start, end, joint);
    words.numbers[at] = number;
    words.flags[at] = known;
    words.termHashes[at] = lexicon.termHashOf(number);
    words.beginnings[at] = lexicon.beginningOf(number);
  });
  // Behind the last word there may be one of a text read before, which nothing may be joined with.
  if (words.joints.length > words.count) words.joints[words.count] = joints.apart;
  return words;
}

function push(words: WordSequence, entry: WordEntry, start: number, end: number, joint: Joint): number {
  const at = words.count++;
  words.entries[at] = entry;
  words.starts[at] = start;
  words.ends[at] = end;
  words.joints[at] = joint;
  return at;
}

/** The words of a compound that is written as one. */
function pushParts(
  words: WordSequence,
  parts: readonly WordEntry[],
  start: number,
  end: number,
  first: Joint,
): void {
  let joint = first;
  for (const part of parts) {
    if (part.role === 'none') continue;
    const at = push(words, part, start, end, joint);
    words.numbers[at] = -1;
    words.flags[at] = flagsOf(part);
    words.termHashes[at] = part.hash;
    words.beginnings[at] = part.beginning;
    joint = joints.hyphen;
  }
}

const none: readonly JoinedWords[] = [];

/** The joined terms that begin at this word, longest first. Nothing is joined across punctuation. */
export function joinedAt(words: WordSequence, at: number): readonly JoinedWords[] {
  const next = words.joints[at + 1];
  if (next !== joints.space && next !== joints.hyphen) return none;
  const beginning = words.beginnings[at] as number;
  const listed = beginning !== 0 && mayBegin(beginning, words.termHashes[at + 1] as number);
  const begins = next === joints.hyphen && words.joints[at] !== joints.hyphen;
  const numbered =
    ((words.flags[at + 1] as number) & flags.number) !== 0 &&
    ((words.flags[at] as number) & flags.name) !== 0 &&
    joinsNumber(words, at);
  if (!listed && !begins && !numbered) return none;
  const found: JoinedWords[] = [];
  if (listed) addListed(words, at, found);
  if (numbered) add(found, words, at, 2, 'one-word');
  if (begins) {
    const length = chainLength(words, at);
    if (length > 1) add(found, words, at, length, 'written');
  }
  return found.length > 1 ? found.sort((a, b) => b.length - a.length) : found;
}

function add(
  found: JoinedWords[],
  words: WordSequence,
  at: number,
  length: number,
  as: JoinedWords['as'],
): void {
  for (const other of found) if (other.length === length) return;
  const start = words.starts[at] as number;
  const end = words.ends[at + length - 1] as number;
  const number = words.lexicon.join(words.units, start, end, words.entries, at, length);
  found.push({ length, entry: words.lexicon.entryOf(number), number, as });
}

/** `GPT 4` and `GPT-4-Turbo`, but not the `search 3` of `search 3-D`. */
function joinsNumber(words: WordSequence, at: number): boolean {
  return words.joints[at + 1] === joints.hyphen || words.joints[at + 2] !== joints.hyphen;
}

function addListed(words: WordSequence, at: number, found: JoinedWords[]): void {
  let branch = (words.entries[at] as WordEntry).more?.branch;
  for (let to = at + 1; branch !== undefined && to < words.count; to++) {
    const joint = words.joints[to];
    if (joint !== joints.space && joint !== joints.hyphen) return;
    const entry = words.entries[to] as WordEntry;
    const compound = branch.ends.get(entry.term);
    if (compound !== undefined)
      add(found, words, at, to - at + 1, compound.oneWord ? 'one-word' : 'several-words');
    branch = branch.on.get(entry.word);
  }
}

/** How many words the chain of hyphens from here has; 0 where it is not a term: too long, or numbers such as `5-10`. */
function chainLength(words: WordSequence, at: number): number {
  let length = 1;
  while (words.joints[at + length] === joints.hyphen) {
    const before = (words.entries[at + length - 1] as WordEntry).word;
    const after = (words.entries[at + length] as WordEntry).word;
    if (++length > longestChain || (/\d$/.test(before) && /^\d/.test(after))) return 0;
  }
  return length;
}
