/** Reads a LaTeX command that may be an accent as the letter with its accent. */

import type { LatexReader, LatexSource, Read } from './latex-source.ts';
import { ACCENTS, SIGNS } from './latex-tables.ts';

/** Reads accents in the text of `source`: `\'e`, `\c{c}`, `{\"u}`. `reader` reads the letter under them. */
export function createAccentReader(source: LatexSource, reader: LatexReader) {
  const { text, groupAt } = source;
  /** `\"` before a space or the end cannot be an accent: then the text has escaped quotation marks. */
  const quotesEscaped = /\\"(?=[\s.,;:!?)\]]|$)/.test(text);

  function readAccent(name: string, at: number, to: number, depth: number): Read | undefined {
    const after = at + 1 + name.length;
    const isLetter = /[a-zA-Z]/.test(name);
    const group = groupAt(after, to);
    if (name === '"' && quotesEscaped && !group && !/\p{L}/u.test(text[at - 1] ?? '')) return undefined;
    // `it\'s` is an escaped apostrophe, not `itś`.
    if (
      name === "'" &&
      /^(?:s|t|d|m|re|ve|ll)\b/.test(text.slice(after, after + 3)) &&
      /\p{L}/u.test(text[at - 1] ?? '')
    )
      return undefined;
    // arXiv itself turns `\rho` into `\r{ho}`.
    const mangled =
      group && isLetter
        ? SIGNS.get(name + text.slice(group[0], Math.min(group[1], group[0] + 9)))
        : undefined;
    if (group && mangled !== undefined) return [mangled, group[1] + 1];
    if (!group && isLetter && text[after] !== ' ') return undefined;
    if (!group && !isLetter && !/[a-zA-Z\\]/.test(text[after] ?? '')) return undefined;
    const [read, next] = reader.readArgument(after, to, 'text', depth);
    const base = read.trim().replace('ı', 'i').replace('ȷ', 'j');
    const [mark, on] = ACCENTS.get(name) ?? ['', /^$/];
    if (on.test(base)) {
      const composed = (base + mark).normalize('NFC');
      if (group || [...composed].length === 1) return [composed, next];
    }
    return group && !isLetter ? [read, next] : undefined;
  }

  return readAccent;
}
