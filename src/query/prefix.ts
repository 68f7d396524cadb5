/** Parses a word with a star at its end as a prefix. */

import { joints } from '../text/word-segmenter.ts';
import { Misread, replaced } from './problem.ts';
import type { SourceRange } from './query-token.ts';
import { wordsOf } from './text-leaf.ts';
import type { Field, Prefix } from './tree.ts';

/** Throws `Misread` where the star is not at the end of one word, or follows a single letter. */
export function readStar(text: string, place: SourceRange, field: Field): Prefix {
  const typed = text.slice(place.at, place.end);
  const start = typed.replace(/[*\uff0a]+$/, '');
  const prefix = /[*\uff0a]/.test(start) ? undefined : readPrefix(start, field);
  if (prefix === undefined) {
    const suggestion = replaced(text, place.at, place.end, `${typed.replace(/[*\uff0a]+/g, '')}*`);
    const message = 'A star goes at the end of one word, as in `transform*`.';
    throw new Misread(place, message, suggestion);
  }
  if (/^[a-z0-9]$/.test(prefix.start)) {
    const message = 'Write at least two letters before the star, as in `transform*`.';
    throw new Misread(place, message);
  }
  return prefix;
}

/** `++` and `#` end their word, whatever follows: `c++tran` is how a prefix of `C++-transpiler` is printed. */
const innerSuffix = /(?<=[\p{L}\p{M}\p{N}])(?:\+\+|#)(?=[\p{L}\p{N}])/gu;

/**
 * The text before a star as the beginning of one word. Undefined where it is not exactly one word, or would not parse
 * to itself when printed (`.net-foo`).
 */
function readPrefix(text: string, field: Field): Prefix | undefined {
  const start = startOf(text, field);
  const isCertain = start !== undefined && startOf(start, field) === start;
  return isCertain ? { kind: 'prefix', field, start } : undefined;
}

function startOf(text: string, field: Field): string | undefined {
  const words = wordsOf(text.replace(innerSuffix, '$&-'), field);
  const isOne = words.joints.every(
    (joint, at) => at === 0 || joint === joints.hyphen || joint === joints.touch,
  );
  const start = words.entries.map((entry) => entry.word).join('');
  return start === '' || !isOne ? undefined : start;
}
