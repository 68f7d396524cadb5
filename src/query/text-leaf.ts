/** Parses words as leaves of a query: recognizes compounds and makes the spelling canonical. */
import { english, names, type WordEntry } from '../text/lexicon.ts';
import { isStopWord } from '../text/stop-words.ts';
import { joints } from '../text/word-segmenter.ts';
import { type JoinedWords, joinedAt, readWords, type WordSequence } from '../text/words.ts';
import { isNameField } from './fields.ts';
import type { Field, Phrase, Word } from './tree.ts';

/** The most spellings of one phrase; the plainest come first. */
const mostPaths = 8;
/** Canonical spelling needs one round except for rare Unicode and mixed hyphens. */
const mostRounds = 5;

/** The words of a text as this field reads them. */
export function wordsOf(text: string, field: Field): WordSequence {
  return readWords(text, isNameField(field) ? names : english);
}

/** Quoted text as one leaf, or undefined where there is no word in it. */
export function readPhrase(text: string, field: Field): Word | Phrase | undefined {
  const words = wordsOf(text, field);
  return words.entries.length === 0 ? undefined : settle(words, 0, words.entries.length, field);
}

/**
 * Bare words with only space and punctuation between them, one leaf a word. Words joined by
 * hyphens, or by being a compound of one word (`fine tuning`), share a leaf.
 */
export function readBare(text: string, field: Field): (Word | Phrase)[] {
  const words = wordsOf(text, field);
  const leaves: (Word | Phrase)[] = [];
  let from = 0;
  let heldTo = 0;
  for (let at = 0; at < words.entries.length; at++) {
    const joint = words.joints[at];
    if (at > from && at >= heldTo && joint !== joints.hyphen && joint !== joints.touch) {
      leaves.push(settle(words, from, at, field));
      from = at;
    }
    if (at >= heldTo) heldTo = at + (oneWordAt(words, at, words.entries.length)?.length ?? 0);
  }
  if (from < words.entries.length) leaves.push(settle(words, from, words.entries.length, field));
  return leaves;
}

/** Whether a leaf is a function word without quotes, which is ignored besides other words. */
export function isPassedOver(leaf: Word | Phrase): boolean {
  return leaf.kind === 'word' && isStopWord(leaf.text);
}

/**
 * The leaf for these words, as its printed text parses, so that printing and parsing agree. A comma is printed
 * only where it keeps two words from being read as a compound: `"fine, tuning"`.
 */
function settle(words: WordSequence, from: number, to: number, field: Field): Word | Phrase {
  let leaf = leafOf(words, from, to, field);
  if (to - from === 1 && isSettled(words.entries[from] as WordEntry)) return leaf;
  for (let round = 0; round < mostRounds; round++) {
    const { text } = leaf;
    leaf = reread(text, field);
    if (leaf.text === text) break;
  }
  if (!leaf.text.includes(', ')) return leaf;
  const plain = reread(leaf.text.replaceAll(', ', ' '), field);
  return pathsIn(plain) === pathsIn(leaf) ? plain : leaf;
}

/** Whether a single word surely parses to itself: plain letters and digits, and not a compound written as one word. */
function isSettled({ word, more }: WordEntry): boolean {
  return more?.parts === undefined && /^[a-z\d]{1,100}$/.test(word);
}

function reread(text: string, field: Field): Word | Phrase {
  const words = wordsOf(text, field);
  return leafOf(words, 0, words.entries.length, field);
}

function pathsIn(leaf: Word | Phrase): string {
  return leaf.kind === 'word' ? leaf.term : leaf.paths.map((path) => path.join(' ')).join('/');
}

function leafOf(words: WordSequence, from: number, to: number, field: Field): Word | Phrase {
  const paths = pathsOf(words, from, to);
  const text = textOf(words, from, to);
  const [first] = paths;
  const [term] = first ?? [];
  if (paths.length === 1 && first?.length === 1 && term !== undefined)
    return { kind: 'word', field, term, text };
  return { kind: 'phrase', field, paths, text };
}

/** The longest compound of one word that begins here and ends before `to`. */
function oneWordAt(words: WordSequence, at: number, to: number): JoinedWords | undefined {
  return joinedAt(words, at).find((joined) => joined.as === 'one-word' && at + joined.length <= to);
}

/** The folded words, with hyphens in compounds of one word, however they were typed. */
function textOf(words: WordSequence, from: number, to: number): string {
  let text = '';
  let heldTo = from;
  for (let at = from; at < to; at++) {
    const isHeld = at < heldTo || words.joints[at] === joints.hyphen;
    if (at > from) text += isHeld ? '-' : words.joints[at] === joints.apart ? ', ' : ' ';
    text += words.entries[at]?.word;
    if (at >= heldTo) heldTo = at + (oneWordAt(words, at, to)?.length ?? 0);
  }
  return text;
}

/**
 * The ways in which a paper may write these words. A paper that writes a listed compound in any spelling has its
 * joined term, so the longest listed compound is the only step needed from a word; other steps are tried where one
 * compound overlaps or holds another (`open source code`), and where only a hyphen joins (`foo-bar` is `foobar` or
 * `foo bar`).
 */
function pathsOf(words: WordSequence, from: number, to: number): string[][] {
  const paths: string[][] = [];
  const path: string[] = [];
  const follow = (at: number): void => {
    if (at === to) {
      paths.push([...path]);
      return;
    }
    for (const step of stepsFrom(words, at, to)) {
      if (paths.length >= mostPaths) return;
      path.push(step.term);
      follow(at + step.length);
      path.pop();
    }
  };
  follow(from);
  return paths;
}

interface PathStep {
  term: string;
  length: number;
}

/** The steps from a word to the next, plainest first. */
function stepsFrom(words: WordSequence, at: number, to: number): PathStep[] {
  const joined = joinedAt(words, at).filter((one) => at + one.length <= to);
  const listed = joined.find((one) => one.as !== 'written');
  const entry = words.entries[at] as WordEntry;
  const single = { term: entry.term, length: 1 };
  const others = joined.filter((one) => one !== listed && one.as !== 'several-words').map(stepOf);
  const second = entry.more?.other;
  const singles = second === undefined ? [single] : [single, { term: second.term, length: 1 }];
  if (listed === undefined) return [...singles, ...others];
  const holdsAnother = beginsInside(words, at, listed.length, to);
  return [stepOf(listed), ...others, ...(holdsAnother ? singles : [])];
}

function stepOf(joined: JoinedWords): PathStep {
  return { term: joined.entry.term, length: joined.length };
}

/** Whether a compound of one word begins inside these words: a paper may write only that one without a space. */
function beginsInside(words: WordSequence, at: number, length: number, to: number): boolean {
  for (let inside = at + 1; inside < at + length; inside++) {
    if (oneWordAt(words, inside, to) !== undefined) return true;
  }
  return false;
}
