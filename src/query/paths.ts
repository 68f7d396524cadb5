/** Lists the ways in which a paper may write some words: with a space, a hyphen, or as one word. */
import type { WordEntry } from '../text/lexicon.ts';
import { type JoinedWords, joinedAt, type WordSequence } from '../text/words.ts';

/** The most spellings of one phrase; the plainest come first. */
const mostPaths = 8;

/** The longest compound of one word that begins here and ends before `to`. */
export function oneWordAt(words: WordSequence, at: number, to: number): JoinedWords | undefined {
  return joinedAt(words, at).find((joined) => joined.as === 'one-word' && at + joined.length <= to);
}

/**
 * The ways in which a paper may write these words. A paper that writes a listed compound in any spelling has its
 * joined term, so the longest listed compound is the only step needed from a word; other steps are tried where one
 * compound overlaps or holds another (`open source code`), and where only a hyphen joins (`foo-bar` is `foobar` or
 * `foo bar`).
 */
export function pathsThrough(words: WordSequence, from: number, to: number): string[][] {
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
