/** Reads a word with a star at its end: what papers' words may begin with. */

import { misread, replaced } from './problem.ts';
import type { SourceRange } from './query-token.ts';
import { readPrefix } from './text-leaf.ts';
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
