/** Tokenizes signs of exclusion (`-`, `!`), telling a minus from a hyphen and from a dash in a title. */
import { bangs, closes, dashes, isWordStart, opens, quotes } from './characters.ts';
import { Misread, replaced } from './problem.ts';
import { match, type QueryToken, type SourceRange } from './query-token.ts';

const signs = new RegExp(`[${dashes}${bangs}]`);
const sign = new RegExp(`[${dashes}]+|[${bangs}]+`, 'y');
/** What a sign can exclude, maybe after one more sign or bracket: `-[video]`, `!"3d"`. */
const operand = new RegExp(
  `[${quotes}${opens}*]|[^\\s\\p{L}\\p{N}${closes}>=,;|&${dashes}${bangs}]{0,3}[\\p{L}\\p{N}]`,
  'uy',
);
/** The end of a word, with signs that belong to it: `C++`, `U.S.`. */
const glue = /[\p{L}\p{N}\p{M}'\u2019)\]}][+#*.]{0,2}$/u;
const spaced = /\s+(?=\S)/y;
/** A sign that keyboards have a key for, unlike the en dash and em dash. */
const typedSign = /^(?:[-\u2212\uff0d!\uff01\u00ac])$/;

/**
 * A sign directly before what it excludes. After a letter it is a hyphen; with a space after it, a dash.
 * @param before the tokens up to here
 */
export function signAt(text: string, at: number, before: readonly QueryToken[]): QueryToken | undefined {
  // A run of signs is tested once, at its beginning.
  if (signs.test(text[at - 1] ?? ' ')) return undefined;
  const found = match(sign, text, at)?.[0];
  if (found === undefined) return undefined;
  const end = at + found.length;
  const gap = match(spaced, text, end)?.[0].length ?? 0;
  const isBang = !new RegExp(`^[${dashes}]`).test(found);
  if (gap > 0) return spacedSign(text, { at, end }, gap, before);
  if (match(operand, text, end) === null || isGlued(text, at, before)) return undefined;
  if (isBang && found.length > 1) {
    const once = replaced(text, at, end, '-');
    throw new Misread({ at, end }, 'Write a single `!` or `-` before what to exclude.', once);
  }
  return { kind: 'not', loud: true, at, end };
}

/** Whether the sign belongs to the word before it. Throws `Misread` after a quote or group, where that is unclear. */
function isGlued(text: string, at: number, before: readonly QueryToken[]): boolean {
  const last = before.at(-1);
  if (last?.end === at && (last.kind === 'quoted' || last.kind === 'close')) {
    // It is a hyphen in `O(n)-time`.
    if (last.kind === 'close' && isAside(text, before)) return true;
    const apart = replaced(text, at, at, ' ');
    const message = 'Put a space before this to exclude what follows, or remove it.';
    throw new Misread({ at, end: at + 1 }, message, apart);
  }
  return glue.test(text.slice(Math.max(0, at - 4), at));
}

/** Whether the group that was just closed is ordinary text: `f(x)`, or `(GPT)` around a single word. */
function isAside(text: string, before: readonly QueryToken[]): boolean {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const token = before[i] as QueryToken;
    if (token.kind === 'close') depth++;
    if (token.kind !== 'open' || --depth > 0) continue;
    const isSingle = before.length - i === 3 && before[i + 1]?.kind === 'words';
    return isSingle || (token.at > 0 && isWordStart(text, token.at - 1));
  }
  return false;
}

/** `- video`: an exclusion at the beginning of a query or group. Elsewhere it may be a dash, so it is reported. */
function spacedSign(
  text: string,
  { at, end }: SourceRange,
  gap: number,
  before: readonly QueryToken[],
): QueryToken | undefined {
  if (/[^\s(\uff08|]/.test(text[at - 1] ?? ' ') || match(operand, text, end + gap) === null) return undefined;
  const last = before.at(-1)?.kind;
  const begins = last === undefined || last === 'open' || last === 'and' || last === 'or';
  if (begins) return { kind: 'not', loud: true, at, end };
  // `CTLA - 4` and `2024 - 2025` exclude nothing.
  const sign = text.slice(at, end);
  if (!typedSign.test(sign) || /\d/.test(text[end + gap]!)) return undefined;
  const minus = replaced(text, at, end + gap, '-');
  const next = /^\S{1,40}/.exec(text.slice(end + gap))?.[0] ?? '';
  const message = `With a space after it, \`${sign}\` could be a dash. Write \`-${next}\` to exclude that, or remove the dash.`;
  throw new Misread({ at, end }, message, minus);
}
