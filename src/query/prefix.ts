/** Parses a word with a star at its end as a prefix. */

import { joints } from '../text/word-segmenter.ts';
import { misread, replaced } from './problem.ts';
import type { SourceRange } from './query-token.ts';
import { wordsOf } from './text-leaf.ts';
import type { Field, Prefix } from './tree.ts';

/** Throws `Misread` where the star stands elsewhere, or after too little. */
export function readStar(text: string, { at, end }: SourceRange, field: Field): Prefix {
  const typed = text.slice(at, end);
  const start = typed.replace(/[*\uff0a]+$/, '');
  const prefix = /[*\uff0a]/.test(start) ? undefined : readPrefix(start, field);
  if (prefix === undefined) {
    const suggestion = replaced(text, at, end, `${typed.replace(/[*\uff0a]+/g, '')}*`);
    const message = 'A star goes at the end of one word, as in `transform*`.';
    throw misread(at, end - at, message, suggestion);
  }
  if (/^[a-z0-9]$/.test(prefix.start)) {
    const message = 'Write at least two letters before the star, as in `transform*`.';
    throw misread(at, end - at, message);
  }
  return prefix;
}

/** `c++tran` is how the word of `C++-transpiler` is printed: a suffix ends its word, whatever follows. */
const innerSuffix = /(?<=[\p{L}\p{M}\p{N}])(?:\+\+|#)(?=[\p{L}\p{N}])/gu;

/**
 * What a star leaves: the beginning of one word. Undefined where it is none, or two, or a form that cannot be written
 * down again (`.net-foo`).
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
