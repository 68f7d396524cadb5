/** Splits a text into words with their lexicon entries, and finds the words that form one term together. */

import { paddedUnitsOf } from './character-kinds.ts';
import { mayBegin } from './compounds.ts';
import type { Lexicon, WordEntry } from './lexicon.ts';
import { eachWord, type Joint, joints } from './word-segmenter.ts';

/** The words of a text, by position. */
export interface WordSequence {
  /** The text's, with `paddedUnitsOf`. */
  units: Uint16Array;
  lexicon: Lexicon;
  count: number;
  entries: WordEntry[];
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
  return { units: new Uint16Array(0), lexicon, count: 0, entries: [], starts: [], ends: [], joints: [] };
}

/** @param words filled anew, for a caller that reads many texts: its arrays may then be longer than `count` */
export function readWords(text: string, lexicon: Lexicon, words = createWordSequence(lexicon)): WordSequence {
  const units = paddedUnitsOf(text);
  words.units = units;
  words.lexicon = lexicon;
  words.count = 0;
  eachWord(text, units, (start, end, joint, hash) => {
    const entry = lexicon.look(text, units, start, end, hash);
    if (entry.more?.parts === undefined) push(words, entry, start, end, joint);
    else
      for (const [at, part] of entry.more.parts.entries())
        push(words, part, start, end, at === 0 ? joint : joints.hyphen);
  });
  // Behind the last word there may be one of a text read before, which nothing may be joined with.
  if (words.joints.length > words.count) words.joints[words.count] = joints.apart;
  return words;
}

function push(words: WordSequence, entry: WordEntry, start: number, end: number, joint: Joint): void {
  if (entry.role === 'none') return;
  const at = words.count++;
  words.entries[at] = entry;
  words.starts[at] = start;
  words.ends[at] = end;
  words.joints[at] = joint;
}

const none: readonly JoinedWords[] = [];

/** The joined terms that begin at this word, longest first. Nothing is joined across punctuation. */
export function joinedAt(words: WordSequence, at: number): readonly JoinedWords[] {
  const next = words.joints[at + 1];
  if (next !== joints.space && next !== joints.hyphen) return none;
  const entry = words.entries[at] as WordEntry;
  const second = words.entries[at + 1] as WordEntry;
  const listed = entry.beginning !== 0 && mayBegin(entry.beginning, second.hash);
  const begins = next === joints.hyphen && words.joints[at] !== joints.hyphen;
  const numbered = entry.role === 'name' && second.role === 'number' && joinsNumber(words, at);
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
  const entry = words.lexicon.join(words.units, start, end, words.entries, at, length);
  found.push({ length, entry, as });
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
