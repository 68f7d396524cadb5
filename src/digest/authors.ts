/**
 * Reads the authors of a paper from any form that sources use: one name an element, or all names in one text.
 *
 * Sources write `Ann Lee, Bob Ray`, `Lee, Ann; Ray, Bob`, `Lee, A., Ray, B.`, `Lee, Ann and Ray, Bob`, affiliations in
 * brackets, footnote numbers and signs, markup, `et al.` and stray separators. Names stay as written.
 */

import { INITIALS, isGroup, isInverted, isSuffix, nameKey, withoutNoise } from '../model/author-name.ts';
import { MOST } from '../model/paper-bounds.ts';
import { cleanLines } from '../text/clean.ts';
import { freeCommas, holdCommas, isAffiliation, unglue } from './glued-names.ts';

/** The longest text of authors, in characters, far above a collaboration of thousands. */
const MAX_TEXT = 100_000;
/** The longest name, in characters. */
const MAX_NAME = 200;
/** The most elements that are read: some may be no names. */
const MOST_READ = 2 * MOST.authors;

/** `and 12 more authors`, `and others`. */
const MORE =
  /(?:,|\+|&|\band\b) ?(?:and )?(?:\d{1,5} )?(?:others?|more|additional|colleagues)(?: (?:co-?)?authors?)?\.? *$/i;

/** A profile of OpenReview: `~Ann_B._Lee1`. */
const PROFILE = /~([\p{L}\p{M}.'’_-]{2,100}?)_?\d{1,4}(?![\p{L}\d_])/gu;

export interface AuthorList {
  /** In order, without repetitions. */
  authors: string[];
  /** How many there are, where more than these; about, as not all are read. */
  count?: number;
}

/** The names, as many as a paper holds; undefined where there are none. */
export function readAuthorList(values: readonly string[]): AuthorList | undefined {
  const names = new Map<string, string>();
  let unread = values.length;
  for (const value of values.slice(0, MOST_READ)) {
    for (const name of namesIn(value)) if (!names.has(nameKey(name))) names.set(nameKey(name), name);
    unread -= 1;
    if (names.size > MOST.authors) break;
  }
  if (names.size === 0) return undefined;
  const authors = [...names.values()].slice(0, MOST.authors);
  const count = names.size + unread;
  return count > authors.length ? { authors, count } : { authors };
}

function namesIn(value: string): string[] {
  const isCut = value.length > MAX_TEXT;
  const text = plainText(value.slice(0, MAX_TEXT));
  const lines = text.split(/[;\n\t•|；]| [·∙/] /).filter((line) => !isAffiliation(line));
  const parts = lines.flatMap((line) => unglue(line).split(';')).flatMap(splitLine);
  // The last name may be cut in two.
  if (isCut) parts.pop();
  const short = parts
    .filter((part) => part.length <= 5 * MAX_NAME)
    .map((part) => withoutNoise(freeCommas(part)));
  return short.filter((name) => /\p{L}/u.test(name) && name.length <= MAX_NAME);
}

/** The text without markup, footnote numbers and signs, addresses, affiliations and `et al.` */
function plainText(value: string): string {
  const clean = cleanLines(value.replace(/<sup\b[^<>]*>[^<>]{0,60}<\/sup>/gi, ' '))
    .replace(/[ \u00a0\r]+/g, ' ')
    .replace(/[，、]/g, ',')
    .replace(PROFILE, (_all, name: string) => name.replaceAll('_', ' '));
  const text = withoutAddresses(clean).replace(
    /(?:(?:https?:\/\/)?(?:www\.)?orcid\.org\/)?\b(?:\d{4}-){3}\d{3}[\dX]\b/gi,
    ' ',
  );
  return withoutAffiliations(text)
    .replace(/(?:,|\band\b)? ?\bet\.? al\b\.?/gi, ';')
    .replace(MORE, '')
    .replace(/^\s*(?:authors?(?:\(s\))?:|by:?(?= \p{Lu}))\s*/iu, '');
}

/** RSS 2.0 writes `mail@host (Name)`. */
function withoutAddresses(text: string): string {
  // Each word could begin an address: they are looked for only where there is one.
  if (!text.includes('@')) return text;
  return text
    .replace(/[^\s@,;()<>]{1,64}@[^\s@,;()<>]{1,190} ?\(([^()]{1,200})\)/g, '$1')
    .replace(/<?(?:mailto:)?[^\s@,;()<>]{1,64}@[^\s@,;()<>]{1,190}>?/g, ' ');
}

/**
 * Removes brackets after a name, including nested ones and commas within. A nickname, in the middle of a
 * name, stays: `Robert (Bob) Ray`.
 */
function withoutAffiliations(text: string): string {
  let out = '';
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if ('([{'.includes(sign)) {
      if (depth === 0) {
        out += text.slice(from, at);
        from = at;
      }
      depth += 1;
    } else if (')]}'.includes(sign)) {
      if (depth === 1) {
        out += nicknameAt(text, from, at);
        from = at + 1;
      }
      if (depth === 0) {
        out += text.slice(from, at);
        from = at + 1;
      }
      depth = Math.max(0, depth - 1);
    }
  }
  // An unclosed bracket means that the text was cut off.
  return depth > 0 ? out : out + text.slice(from);
}

function nicknameAt(text: string, from: number, to: number): string {
  const isWithin = /^ \p{Lu}/u.test(text.slice(to + 1, to + 3));
  const inside = text.slice(from + 1, Math.min(to, from + 32));
  return isWithin && to - from < 30 && /^[\p{L}'’. -]+$/u.test(inside) ? text.slice(from, to + 1) : ' ';
}

/** The names of one line, separated by commas and "and". */
function splitLine(written: string): string[] {
  const line = holdCommas(written.trim());
  const halves = line.split(/,? (?:and|&) /);
  // BibTeX's `Lee, Ann and Ray, Bob`.
  if (halves.length > 1 && halves.every((half) => isInverted(half))) return halves;
  return pair(line.split(',').flatMap(splitGroup).flatMap(splitAnd));
}

/** `Ann Lee and Bob Ray` are two, `Center for Science and Policy` is one. */
function splitAnd(part: string): string[] {
  const plain = part.trim().replace(/^(?:and|&) /, '');
  const halves = plain.split(/ (?:and|&) /);
  const areGroups = halves.every(isGroup);
  const isNames = (areGroups || !isGroup(plain)) && halves.every((half) => half.trim().includes(' '));
  const isInitials = INITIALS.test(halves[0] ?? '');
  return isNames || isInitials ? halves : [plain];
}

/** `Gemini Team: Ann Lee` and `Ann Lee for the ABC Collaboration` name a person and a group. */
function splitGroup(part: string): string[] {
  const plain = part.trim().replace(/^(?:for|on behalf of) (?=the )/i, '');
  const [one = '', other = ''] = plain.split(/: | (?:for|on behalf of) (?=the )/, 2);
  return other !== '' && isGroup(one) !== isGroup(other) ? [one, other] : [plain];
}

/** Rejoins what was split at commas: suffixes, initials, and `Last, First` where all names are written so. */
function pair(parts: readonly string[]): string[] {
  const names: string[] = [];
  for (const part of parts) {
    const plain = part.trim();
    if (!/\p{L}/u.test(plain)) continue;
    const last = names.at(-1);
    if (last !== undefined && (isSuffix(plain) || (INITIALS.test(plain) && !hasGiven(last)))) {
      names[names.length - 1] = `${last}, ${plain}`;
    } else names.push(plain);
  }
  return pairInverted(names);
}

/** `Lee, A.` has its initials already, and so has `Lee A`. */
function hasGiven(name: string): boolean {
  return name.includes(',') || isGroup(name);
}

/** `Lee, Ann` and `Lee, Ann, Ray, Bob`: every other part is a surname. Names in Chinese and Korean have no comma. */
function pairInverted(names: readonly string[]): string[] {
  const people = names.filter((name) => !isGroup(name));
  const isPairs =
    people.length % 2 === 0 &&
    people.every((name, at) => at % 2 === 1 || isInverted(`${name}, ${people[at + 1]}`));
  if (!isPairs || names.findIndex(isGroup) > 0) return pairFirst(names);
  const paired: string[] = names.filter(isGroup);
  for (let at = 0; at < people.length; at += 2) paired.push(`${people[at]}, ${people[at + 1]}`);
  return paired;
}

/** `Lee, Ann, Bob Ray`: only the first author is written surname first, as in bibliographies. */
function pairFirst(names: readonly string[]): string[] {
  const [last = '', given = '', ...others] = names;
  const isFirst = others.length > 0 && isInverted(`${last}, ${given}`) && !given.includes(' ');
  const isRest = others.every((name) => name.includes(' ') && !name.includes(','));
  return isFirst && isRest ? [`${last}, ${given}`, ...others] : [...names];
}
