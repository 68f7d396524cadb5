/** Cleans text from any source: resolves markup and LaTeX, and removes invisible characters. */
import { withoutInvisible, withoutPiles } from './invisible.ts';
import { readLatex } from './latex.ts';
import { readMarkup } from './markup.ts';

/** The readable text as one paragraph, or ''. Never throws; linear in the length. */
export function cleanText(text: string): string {
  return cleanLines(text).replace(/\s+/g, ' ').trim();
}

/** The readable text with a line break for each block of markup. */
export function cleanLines(text: string): string {
  const readable = readLatex(withoutInvisible(readMarkup(withoutInvisible(text))));
  // LaTeX has commands that add combining marks to the preceding letter.
  return withoutPiles(readable);
}

/** Cleans text that was cleaned before, such as Paperboy's own output: `<b>` and `$x$` are literal text. */
export function cleanPlain(text: string): string {
  return withoutInvisible(text).replace(/\s+/g, ' ').trim();
}
