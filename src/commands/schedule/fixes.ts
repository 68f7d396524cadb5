/** Suggests schedules that can be read, made from the words of one that cannot. */
import type { Piece } from './words.ts';

const MOST_FIXES = 3;
/** Longer suggestions are not shown. UTF-16 units. */
const MOST_SHOWN = 80;
const ANY_TIME = '9:00';

/**
 * Up to three schedules in the person's own words with the fix: what is wrong replaced by what may be meant, or else left
 * out, alone or with the word beside it (`9 or 10`). A time is added where it is all that is missing.
 * @param wrong the pieces of which at least one has to go
 * @param isRead whether a text can be read as a schedule
 */
export function fixesOf(
  pieces: readonly Piece[],
  wrong: readonly Piece[],
  isRead: (text: string) => boolean,
): string[] {
  const others = pieces.filter(({ is }) => is === 'rhythm' || is === 'nothing');
  const replaced = wrong.flatMap((piece) =>
    ('choices' in piece ? (piece.choices ?? []) : []).map((choice) => [
      textOf(pieces, [piece], choice),
      textOf(pieces, [piece, ...others], choice),
    ]),
  );
  const left = wrong.toReversed().map((piece) => {
    const text = textOf(pieces, [piece]);
    return piece.is === 'month day' ? [text, `monthly ${text}`] : [text];
  });
  const beside = wrong.flatMap((piece) => {
    const at = pieces.indexOf(piece);
    const pairs = [pieces.slice(at, at + 2), pieces.slice(Math.max(0, at - 1), at + 1)];
    return pairs.map((pair) => [textOf(pieces, pair)]);
  });
  const isChoice = wrong.some(({ words }) => /^(?:or|to|through|thru|until|till)$/i.test(words));
  for (const texts of isChoice ? [beside] : [replaced, left, beside]) {
    const fixes = timed(texts, isRead);
    if (fixes.length > 0) return fixes;
  }
  return [];
}

/** Of each list the first text that can be read, with a time of day where that is all that it lacks. */
export function timed(texts: readonly (readonly string[])[], isRead: (text: string) => boolean): string[] {
  const fixes = new Set<string>();
  for (const own of texts) {
    const all = own.flatMap((text) => (text === '' ? [`daily ${ANY_TIME}`] : [text, `${text} ${ANY_TIME}`]));
    const fix = all.find((text) => text.length <= MOST_SHOWN && !text.includes('`') && isRead(text));
    if (fix !== undefined && fixes.size < MOST_FIXES) fixes.add(fix);
  }
  return [...fixes];
}

/** The words without some pieces; `instead` stands where the first of them stood. Words that join nothing are left out. */
function textOf(pieces: readonly Piece[], without: readonly Piece[], instead?: string): string {
  const [first] = without;
  const isGone = (piece: Piece | undefined) =>
    piece !== undefined && instead === undefined && without.includes(piece);
  const words = pieces.flatMap((piece, at) => {
    const joins = /^(?:and|&|-)$/i.test(piece.words) && (isGone(pieces[at - 1]) || isGone(pieces[at + 1]));
    if (joins) return [];
    if (piece === first && instead !== undefined) return [{ is: 'word', words: instead }];
    return without.includes(piece) ? [] : [piece];
  });
  while (words.at(-1)?.is === 'nothing') words.pop();
  while (/^(?:and|&|-|of|from|in)$/i.test(words[0]?.words ?? '')) words.shift();
  return words.map((piece) => piece.words).join(' ');
}
