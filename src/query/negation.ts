/**
 * Decides what a negating word means. `diffusion not video` excludes `video`. In running text (`attention is not
 * explanation`, `learning without forgetting`) the word is kept together with what it negates: dropping it as a
 * function word would turn the query into its opposite.
 */
import { fold } from '../text/fold.ts';
import { isStopWord } from '../text/stop-words.ts';
import { Misread, replaced } from './problem.ts';
import type { QueryToken } from './query-token.ts';

/** Function words that negate what follows, besides `not` and words that end in `n't`. */
const negating = new Set(['no', 'nor', 'without', 'cannot', 'neither']);
/** Words that are operators when written in capitals. */
export const loudNots = /^(?:ANDNOT|AND-NOT|EXCEPT|WITHOUT|EXCLUDING)$/;

/** Whether leaving out the word would reverse the meaning. */
export function isNegator(word: string): boolean {
  const folded = fold(word);
  return negating.has(folded) || (folded.endsWith('nt') && isStopWord(folded));
}

/** Words around a `not` that show it is part of a sentence, besides function words and adverbs. */
const inSentences = new Set('im youre theyre lets sure enough necessarily yet'.split(' '));

function isInSentence(text: string, token: QueryToken | undefined): boolean {
  if (token?.kind !== 'words') return false;
  const word = fold(text.slice(token.at, token.end));
  return (isStopWord(word) && word !== 'but') || inSentences.has(word);
}

function isAdverb(text: string, token: QueryToken): boolean {
  return /[a-z]{2}ly$/i.test(text.slice(token.at, token.end));
}

/** The tokens, with each lowercase `not` resolved to an exclusion or a word. */
export function settleNots(text: string, tokens: readonly QueryToken[]): QueryToken[] {
  const settled: QueryToken[] = [];
  for (const [i, token] of tokens.entries()) {
    const isQuiet = token.kind === 'not' && !token.loud;
    const isWord = isQuiet && isInText(text, settled.at(-1), tokens[i + 1]);
    if (isWord) wordBefore(settled);
    else if (isQuiet) refuseOrNot(text, settled.at(-1), token);
    settled.push(isWord ? { kind: 'words', isNegating: true, at: token.at, end: token.end } : token);
  }
  return settled;
}

/** Whether `not` is a word: between function words, or at the end of a group. */
function isInText(text: string, before: QueryToken | undefined, after: QueryToken | undefined): boolean {
  if (after === undefined || after.kind === 'close' || after.kind === 'or' || after.kind === 'and')
    return true;
  if (after.kind === 'not') return !after.loud;
  if (after.kind !== 'words') return false;
  return after.isNegating || isAdverb(text, after) || isInSentence(text, after) || isInSentence(text, before);
}

/** `to be or not to be`: the `or` before it is a word too. */
function wordBefore(settled: QueryToken[]): void {
  const last = settled.at(-1);
  if (last?.kind === 'or' && !last.loud)
    settled[settled.length - 1] = { kind: 'words', at: last.at, end: last.end };
}

/** Throws `Misread` for `a or not b`: people mean `a but not b`, but taken literally it matches nearly everything. */
function refuseOrNot(text: string, before: QueryToken | undefined, not: QueryToken): void {
  if (before?.kind !== 'or' || before.loud) return;
  const end = not.end + (/^\s*/.exec(text.slice(not.end)) as RegExpExecArray)[0].length;
  const minus = replaced(text, before.at, end, '-');
  const message = `\`or not\` is ambiguous. To exclude what follows, write a \`-\` before it.`;
  throw new Misread({ at: before.at, end: not.end }, message, minus);
}
