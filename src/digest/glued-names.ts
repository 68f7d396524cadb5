/** Separates author names whose separators were lost with the markup, and drops the affiliations after them. */
import { isGroup } from '../model/author-name.ts';

const PLACE =
  '(?:Department|Dept|School|Faculty|Institut[eo]?|Universit[a-zäéà]{1,4}|College|Cent(?:er|re)|Laborator(?:y|ies)|Division|Hospital|Academy)\\b';
/** `Ann LeeBob RayUniversity of X` and, with the letter of a footnote, `Ann LeeBob Raya Department of X`. */
const GLUED_PLACE = new RegExp(`(?<=\\p{Ll})(?=(?:[a-d] )?${PLACE})`, 'u');
/** A name that begins within a word: not the second half of `McLee`, `LeRoy`, `DeepMind`. */
const GLUE =
  /(?<= [^ ]{0,40}\p{Ll})(?<! (?:Ma?c|L[ea]|D[eiu]|V[ao]n|Fitz|Deep|Open|Gen))(?=\p{Lu}(?:\p{Ll}+|\.)(?: \p{Lu}\.){0,3} \p{Lu})/gu;
/** `Institute of Things, Stuff, and Matters`: single words after `of`, the last after `and`. */
const LISTED =
  /(?:^|(?<=, ))[^,]{0,100}\b(?:of|for) [^,]{1,100}(?:, \p{L}+){1,4},? (?:and|&) \p{L}+(?=,|$)/gu;
/** Placeholder for a comma that does not separate names. */
const COMMA = '\u0001';

/** The line with `;` inserted between glued names, up to the first affiliation glued to them. */
export function unglue(line: string): string {
  const at = line.search(GLUED_PLACE);
  const names = line.slice(0, at);
  // A place within one name, or after a comma, belongs to the text before it.
  const isGlued = at !== -1 && names.trim().includes(' ') && !names.includes(',');
  return (isGlued ? names : line).replace(GLUE, ';');
}

/** Whether a line is only the affiliation of a footnote: `1Department of Rain, MIT, USA.` */
export function isAffiliation(line: string): boolean {
  const mark = /^\s*[\d*†‡§]{1,4}\s?(?=\p{Lu})/u.exec(line)?.[0];
  return mark !== undefined && isGroup(line.slice(mark.length, 300));
}

/** The line with placeholders for the commas within names of groups; `freeCommas` restores them. */
export function holdCommas(line: string): string {
  if (!line.includes(' and ') && !line.includes(' & ')) return line;
  return line.replace(LISTED, (group) => (isGroup(group) ? group.replaceAll(',', COMMA) : group));
}

/** The name with the commas that `holdCommas` replaced. */
export function freeCommas(name: string): string {
  return name.replaceAll(COMMA, ',');
}
