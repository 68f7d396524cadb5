/** Counts and cuts text in characters as people see them: an emoji, also one of several parts, is one. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Text of these alone has one character for each unit, which is most text. Line breaks may be two units. */
const PLAIN = /^[\x20-\x7e]*$/;

export function countCharacters(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}

/** The first characters of a text. */
export function firstCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  let count = 0;
  for (const { index } of segmenter.segment(text)) if (count++ === most) return text.slice(0, index);
  return text;
}

/** The text up to so many UTF-16 units, without half of a character of two units at the end. */
export function firstUnits(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** Letters and signs that are drawn as nothing. */
const DRAWN_AS_NOTHING = /[\u115f\u1160\u2800\u3164\uffa0]/g;

/** Whether a reader sees nothing of a text, as where marks have no letter to stand on. */
export function isUnseen(text: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(DRAWN_AS_NOTHING, ''));
}
