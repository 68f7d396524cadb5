/**
 * Finds the acronyms that a text introduces, `reinforcement learning (RL)`, with what they stand for: matched letter by letter,
 * as Schwartz and Hearst do (A simple algorithm for identifying abbreviation definitions in biomedical text, 2003).
 */
import { fold } from '../src/text/fold.ts';
import { isStopWord } from '../src/text/stop-words.ts';
import { termOf } from '../src/text/term.ts';

/** Of the letters of an acronym, at least this share must be capitals: the two of `MoE`. */
const capitalLetters = 0.6;
const mostWords = 6;

interface Short {
  letters: string;
  isPlural: boolean;
}

/** The letters of `(LLMs)` and `(GNN, ...)`. Undefined for what is no acronym. */
function shortIn(bracketed: string): Short | undefined {
  const [word = ''] = bracketed.split(/[,;:]/);
  const letters = word.trim().replace(/(?<=\p{Lu})s$/u, '');
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{1,9}$/.test(letters) || isStopWord(fold(letters))) return undefined;
  const any = letters.replace(/[^A-Za-z]/g, '').length;
  const capitals = letters.replace(/[^A-Z]/g, '').length;
  const isAcronym = capitals > 0 && capitals >= capitalLetters * any;
  return isAcronym ? { letters, isPlural: letters !== word.trim() } : undefined;
}

/**
 * The words before the bracket that the acronym stands for: whose first letters are its letters (`proximal policy optimization`,
 * `internet of things`), or in which its letters are found from right to left (`convolutional neural network`).
 */
function longFormBefore(before: string, short: string): string | undefined {
  const words = before.trim().split(/\s+/);
  const text = words.slice(-Math.min(short.length + 5, short.length * 2)).join(' ');
  const start = startByInitials(text, short) ?? startByLetters(text, short);
  return start === undefined ? undefined : text.slice(text.lastIndexOf(' ', start) + 1);
}

/** Where the words begin of which each has a letter of the acronym as its first; function words may have none. */
function startByInitials(text: string, short: string): number | undefined {
  const letters = short.replaceAll('-', '').toLowerCase();
  const parts = [...text.matchAll(/[^\s-]+/g)];
  let at = parts.length - 1;
  for (let letter = letters.length - 1; letter >= 0; letter--, at--) {
    const begins = () => parts[at]?.[0].toLowerCase().startsWith(letters[letter] as string);
    while (at >= 0 && !begins() && letter < letters.length - 1 && isStopWord(fold(parts[at]?.[0] as string)))
      at--;
    if (!begins()) return undefined;
  }
  return parts[at + 1]?.index;
}

function startByLetters(text: string, short: string): number | undefined {
  let at = text.length - 1;
  for (let letter = short.length - 1; letter >= 0; letter--, at--) {
    const sought = (short[letter] as string).toLowerCase();
    if (sought === '-') continue;
    const isFound = () =>
      text[at]?.toLowerCase() === sought && (letter > 0 || at === 0 || /[\s-]/.test(text[at - 1] as string));
    while (at >= 0 && !isFound()) at--;
    if (at < 0) return undefined;
  }
  return at + 1;
}

/** The terms of its words, the parts of compounds too. */
export function termsIn(long: string): string[] {
  return long.split(/[\s-]+/).map((word) => termOf(fold(word)));
}

function isUsable(long: string, short: string): boolean {
  const words = long.split(/[\s-]+/).map(fold);
  if (words.length < 2 || words.length > mostWords || words.includes(fold(short))) return false;
  return words.every((word) => /^[a-z0-9]+$/.test(word)) && !isStopWord(words[0] as string);
}

/** `long form (ABC)`, where nothing but words stands between a sign and the bracket. */
const introduced = /([^.;:,()[\]]+)[([]([^()[\]]{2,60})[)\]]/g;

export interface Pair {
  short: string;
  long: string;
}

/** The pairs that a paper introduces, each once. */
export function pairsIn(text: string): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const [, before = '', bracketed = ''] of text.matchAll(introduced)) {
    const short = shortIn(bracketed);
    const found = short && longFormBefore(before, short.letters);
    if (short === undefined || found === undefined || !isUsable(found, short.letters)) continue;
    const long = short.isPlural ? found.replace(/(?<=[^s])s$/, '') : found;
    pairs.set(`${fold(short.letters)} ${termsIn(long).join(' ')}`, { short: short.letters, long });
  }
  return [...pairs.values()];
}
