/** Cleans text from any source: resolves markup and LaTeX, and removes invisible characters. */
import { withoutInvisible, withoutPiles } from './invisible.ts';
import { readLatex } from './latex.ts';
import { readMarkup } from './markup.ts';

/** One paragraph for people; '' for text that holds nothing to read. Never throws, in time linear in the length. */
export function cleanText(text: string): string {
  return cleanLines(text).replace(/\s+/g, ' ').trim();
}

/** The same with its line breaks, one for each block of markup: for what is found by the line it stands on. */
export function cleanLines(text: string): string {
  const readable = readLatex(withoutInvisible(readMarkup(withoutInvisible(text))));
  // LaTeX has commands that put marks on what stands before them.
  return withoutPiles(readable);
}

/** Text that was read before, as Paperboy prints it: `<b>` and `$x$` are what they say, nothing invisible is left. */
export function cleanPlain(text: string): string {
  return withoutInvisible(text).replace(/\s+/g, ' ').trim();
}
