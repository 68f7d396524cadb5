/** Parses a run of bare words: one leaf a word, and a phrase where a negating word belongs to what follows it. */

import { fold } from '../text/fold.ts';
import { isStopWord } from '../text/stop-words.ts';
import { readBare } from './bare-leaves.ts';
import { type Note, replaced } from './problem.ts';
import type { QueryToken, SourceRange } from './query-token.ts';
import { readPhrase } from './text-leaf.ts';
import type { Phrase, Word } from './tree.ts';

export type WordToken = QueryToken & { kind: 'words' };

export interface BareWords {
  leaves: (Word | Phrase)[];
  notes: Note[];
}

/** The leaves of words with only space and punctuation between them. */
export function readRun(text: string, run: readonly WordToken[]): BareWords {
  const read: BareWords = { leaves: [], notes: [] };
  let from = 0;
  for (let i = 0; i < run.length; i++) {
    noteOnTried(text, run, i, read.notes);
    const negated = negatedAt(text, run, i);
    if (negated === undefined) continue;
    if (from < i) read.leaves.push(...readBare(between(text, run[from], run[i - 1]), 'any'));
    readNegated(text, run, i, negated, read);
    i = negated.last;
    from = i + 1;
  }
  if (from < run.length) read.leaves.push(...readBare(between(text, run[from], run.at(-1)), 'any'));
  return read;
}

function between(text: string, first: SourceRange | undefined, last: SourceRange | undefined): string {
  return text.slice(first?.at, last?.end);
}

/** Indexes in the run. */
interface Negated {
  first: number;
  last: number;
}

/** What the negating word at `i` negates: the next word that is not a function word or adverb, with its compound. */
function negatedAt(text: string, run: readonly WordToken[], i: number): Negated | undefined {
  if (!run[i]?.isNegating || !isNext(text, run, i + 1)) return undefined;
  let last = i + 1;
  while (isPassing(text, run[last]) && isNext(text, run, last + 1)) last++;
  const first = last;
  while (last - first < 5 && isNext(text, run, last + 1)) {
    if (readBare(between(text, run[first], run[last + 1]), 'any').length > 1) break;
    last++;
  }
  return { first, last };
}

/** Whether only white space stands before the word at `i`. */
function isNext(text: string, run: readonly WordToken[], i: number): boolean {
  const [before, word] = [run[i - 1], run[i]];
  return before !== undefined && word !== undefined && text.slice(before.end, word.at).trim() === '';
}

/** Function words and adverbs, which are never what is negated. */
function isPassing(text: string, place: SourceRange | undefined): boolean {
  const word = between(text, place, place);
  return place !== undefined && (isStopWord(fold(word)) || /[a-z]{2}ly$/i.test(word));
}

function readNegated(
  text: string,
  run: readonly WordToken[],
  i: number,
  { first, last }: Negated,
  read: BareWords,
): void {
  const phrase = between(text, run[i], run[last]);
  const leaf = readPhrase(phrase, 'any');
  if (leaf === undefined) return;
  read.leaves.push(leaf);
  const word = between(text, run[i], run[i]);
  // `don't need` cannot be turned into an exclusion.
  if (/t$/i.test(word) && !/^(?:not|without)$/i.test(word)) return;
  const negated = between(text, run[first], run[last]);
  const excluded = first === last ? `-${negated}` : `-"${negated}"`;
  const suggestion = replaced(text, run[i]!.at, run[last]!.end, excluded);
  read.notes.push({
    message: `\`${word}\` is searched for as part of the phrase \`${phrase}\`.`,
    suggestion,
  });
}

/** Words that papers use, but that people also try as operators. */
const tried = /^(?:except|excluding|exclude|excludes|minus)$/i;

function noteOnTried(text: string, run: readonly WordToken[], i: number, notes: Note[]): void {
  const word = between(text, run[i], run[i]);
  if (i === 0 || !tried.test(word) || !isNext(text, run, i + 1)) return;
  const suggestion = replaced(text, run[i]!.at, run[i + 1]!.at, '-');
  notes.push({ message: `\`${word}\` is searched for as a word.`, suggestion });
}
