/** Lists the characters with a meaning in a query, in every width and style that keyboards and phones produce. */
import { codeAt, kindOf, kinds, unitsOf } from '../text/character-kinds.ts';

/** Double quotes, straight, curly, low, angled, full width and corner. */
export const quotes =
  '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\uff02\u300c\u300d\u300e\u300f\u301d\u301e\u301f';
/** For a character class. */
export const dashes = '\\-\u2010-\u2015\u2212\ufe63\uff0d';
export const bangs = '!\uff01\u00ac';
export const opens = '(\uff08';
export const closes = ')\uff09';
export const pipes = '|\uff5c';
/** Separators between topics, and between the values of a list. */
export const commas = ',;\uff0c\uff1b\u3001\ufe50\ufe54';

/** Whether a word can begin here: a letter, a digit, or a character of a script without spaces. */
export function isWordStart(text: string, at: number): boolean {
  const kind = kindOf(codeAt(unitsOf(text.slice(at, at + 2)), 0));
  return kind === kinds.letter || kind === kinds.digit || kind === kinds.dense;
}
