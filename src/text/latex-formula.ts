/** Reads part of a LaTeX formula as readable text. */

import type { LatexReader, LatexSource } from './latex-source.ts';
import { toScript, WORDS } from './latex-tables.ts';

/** After the name of an operator: something that would run into it, as in `\log n`, not a bracket. */
const WORD_FOLLOWS = /^(?:[\p{L}\d]|\\(?!left|big|Big|[{([|,;!]))/u;

export function createFormulaReader(source: LatexSource, reader: LatexReader) {
  const { text, groupAt, skipBlank } = source;

  function readMath(from: number, to: number, depth: number): string {
    let out = '';
    /** The end of `out`, kept apart: looking into a string that grows costs its whole length. */
    let last = ' ';
    const put = (read: string) => {
      if (read !== '') last = read.slice(-2);
      out += read;
    };
    let at = from;
    while (at < to) {
      const sign = text[at] ?? '';
      if (sign === '\\') {
        const [read, next] = reader.readCommand(at, to, 'math', depth);
        const isWord = WORDS.has(read);
        const isTight = !/\s$/.test(last);
        if (isWord && /[\p{L}\p{N})\]]$/u.test(last)) put(' ');
        put(read);
        at = isTight && !isWord && read !== '' ? skipBlank(next, to) : next;
        if (isWord && at < to && WORD_FOLLOWS.test(text.slice(at, at + 5))) put(' ');
      } else if (sign === '^' || sign === '_') {
        const [body, next] = reader.readArgument(at + 1, to, 'math', depth);
        put(toScript(sign, body));
        at = next;
      } else if (sign === '{') {
        const group = groupAt(at, to);
        if (group) put(reader.read(group[0], group[1], 'math', depth + 1));
        at = group ? group[1] + 1 : at + 1;
      } else {
        put(
          sign === "'" ? '′' : sign === '~' || sign === '&' ? ' ' : sign === '}' || sign === '$' ? '' : sign,
        );
        at += 1;
      }
    }
    return out;
  }

  return readMath;
}
