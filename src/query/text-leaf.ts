/** Parses words as leaves of a query: recognizes compounds and makes the spelling canonical. */
import { english, names, type WordEntry } from '../text/lexicon.ts';
import { isStopWord } from '../text/stop-words.ts';
import { joints } from '../text/word-segmenter.ts';
import { readWords, type WordSequence } from '../text/words.ts';
import { isNameField } from './fields.ts';
import { oneWordAt, pathsThrough } from './paths.ts';
import type { Field, Phrase, Word } from './tree.ts';

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

/** One leaf of bare words. */
export interface BareLeaf {
  leaf: Word | Phrase;
  /** The terms of its words; a compound of one word is one. */
  terms: string[];
  /** Whether only space separates it from the leaf before. */
  follows: boolean;
}

/**
 * The leaves of bare words with only space and punctuation between them, one leaf a word. Words joined by
 * hyphens, or by being a compound of one word (`fine tuning`), share a leaf.
 */
export function readLeaves(text: string, field: Field): BareLeaf[] {
  const words = wordsOf(text, field);
  const leaves: BareLeaf[] = [];
  let from = 0;
  let heldTo = 0;
  for (let at = 0; at < words.entries.length; at++) {
    const joint = words.joints[at];
    if (at > from && at >= heldTo && joint !== joints.hyphen && joint !== joints.touch) {
      leaves.push(bareLeafOf(words, from, at, field));
      from = at;
    }
    if (at >= heldTo) heldTo = at + (oneWordAt(words, at, words.entries.length)?.length ?? 0);
  }
  if (from < words.entries.length) leaves.push(bareLeafOf(words, from, words.entries.length, field));
  return leaves;
}

function bareLeafOf(words: WordSequence, from: number, to: number, field: Field): BareLeaf {
  const terms: string[] = [];
  for (let at = from; at < to; ) {
    const joined = oneWordAt(words, at, to);
    terms.push((joined?.entry ?? (words.entries[at] as WordEntry)).term);
    at += joined?.length ?? 1;
  }
  return { leaf: settle(words, from, to, field), terms, follows: words.joints[from] === joints.space };
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
  const paths = pathsThrough(words, from, to);
  const text = textOf(words, from, to);
  const [first] = paths;
  const [term] = first ?? [];
  if (paths.length === 1 && first?.length === 1 && term !== undefined)
    return { kind: 'word', field, term, text };
  return { kind: 'phrase', field, paths, text };
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
