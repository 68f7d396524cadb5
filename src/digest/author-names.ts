/** Tells what a piece of an author list is: a surname, initials, a suffix, a group of people, or nothing. */

/** `W.`, `A. B.`, `J.-P.`, `AB`: one to four initials. */
export const INITIALS = /^(?:\p{Lu}\p{Ll}?\.[ -]?){1,5}$|^\p{Lu}{1,3}$|^(?:\p{Lu} ){1,3}\p{Lu}$/u;
const SUFFIX = /^(?:jr|sr|junior|senior|ii|iii|iv|2nd|3rd)\.?$/i;
/** Degrees are no part of a name. */
const DEGREE =
  /^(?:ph\.? ?d|m\.? ?d|m\.? ?sc|b\.? ?sc|m\.? ?ph|dr|prof|professor|msc|bsc|mph|rn|dphil|frcp)\.?$/i;
const PARTICLE =
  /^(?:al|bin|da|dal|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|vande|vander|von|zu|zur|zum)$/i;
const GROUP =
  /\b(?:academy|agency|alliance|association|authors?|board|bureau|cent(?:er|re)|collaborat(?:ion|ors)|college|commission|committee|company|consorti(?:um|a)|contributors|corporation|council|department|federation|foundation|group|hospital|inc|initiative|institut[eo]?|investigators|lab(?:oratory|oratories|s)?|ltd|ministry|network|office|organi[sz]ation|participants|partnership|program(?:me)?|project|research|school|society|study|task force|team|trust|union|universit[a-zäéà]{1,4}|working)\b|^the |\w(?:AI|Mind)\b|-AI\b/i;
const NOBODY =
  /^(?:and )?(?:others?|et ?al|n\/?a|none|null|undefined|unknown|no ?author|no author listed|authors?|\d+ (?:additional )?authors?(?: not shown)?)$/i;

/** A consortium, a company, an institute: its name holds `and` and is never written surname first. */
export function isGroup(name: string): boolean {
  return GROUP.test(name);
}

/** `Jr.`, `III`, and degrees, which are left out later. */
export function isSuffix(part: string): boolean {
  return SUFFIX.test(part) || DEGREE.test(part);
}

/** `Lee, Ann`, `van der Berg, Jan Willem`: one comma, a surname of one word beside particles, a given name of few words. */
export function isInverted(text: string): boolean {
  const [last = '', given = '', more] = text.split(',').map((part) => part.trim());
  if (given === '' || (more !== undefined && !isSuffix(more)) || isGroup(text)) return false;
  if (/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return false;
  const words = last.split(' ').filter((word) => !PARTICLE.test(word) && !isSuffix(word));
  const givens = given.split(' ').filter((word) => !PARTICLE.test(word));
  return words.length <= 1 ? givens.length <= 4 : words.length === 2 && givens.length === 1;
}

/** One name without the signs around it, its degrees and the words before it; '' for what names nobody. */
export function withoutNoise(name: string): string {
  const parts = name.split(',').filter((part) => !DEGREE.test(part.trim()) && /\p{L}/u.test(part));
  const plain = trimSigns(parts.map((part) => part.trim()).join(', '));
  return NOBODY.test(plain) ? '' : plain;
}

/** Without numbers, stars and separators at both ends. A point stays where it ends an initial or a suffix. */
function trimSigns(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && /[^\p{L}\p{N}(‘'"“]/u.test(text.charAt(from))) from += 1;
  while (to > from && /[^\p{L}\p{M}.)’'"”]/u.test(text.charAt(to - 1)) && !isNumbered(text, to)) to -= 1;
  const plain = text
    .slice(from, to)
    .replace(/ +/g, ' ')
    .replace(/^(?:and|&) | (?:and|&)$/g, '')
    .replace(/(?<=\p{L}{4})\.$/u, '');
  // Signs may stand behind signs: `Ann* and`.
  return plain === text ? plain : trimSigns(plain);
}

/** Digits that are a word of their own belong to the name (`Team 7`); those behind a letter are footnotes. */
function isNumbered(text: string, to: number): boolean {
  return /(?:^| )\d{1,4}$/.test(text.slice(Math.max(0, to - 6), to)) && isGroup(text);
}

/** Equal for the same name in another case, order or spacing. */
export function nameKey(name: string): string {
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(' ');
}
