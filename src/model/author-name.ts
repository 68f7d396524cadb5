/** Parses a name in an author list: family and given name, initials, suffix, or the name of a group. */

/** `W.`, `A. B.`, `J.-P.`, `AB`: one to four initials. */
export const INITIALS = /^(?:\p{Lu}\p{Ll}?\.[ -]?){1,5}$|^\p{Lu}{1,3}$|^(?:\p{Lu} ){1,3}\p{Lu}$/u;
const SUFFIX = /^(?:jr|sr|junior|senior|ii|iii|iv|2nd|3rd)\.?$/i;
/** Degrees, which are not part of a name. */
const DEGREE =
  /^(?:ph\.? ?d|m\.? ?d|m\.? ?sc|b\.? ?sc|m\.? ?ph|dr|prof|professor|msc|bsc|mph|rn|dphil|frcp)\.?$/i;
const PARTICLE =
  /^(?:al|bin|da|dal|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|vande|vander|von|zu|zur|zum)$/i;
const GROUP =
  /\b(?:academy|agency|alliance|association|authors?|board|bureau|cent(?:er|re)|collaborat(?:ion|ors)|college|commission|committee|company|consorti(?:um|a)|contributors|corporation|council|department|federation|foundation|group|hospital|inc|initiative|institut[eo]?|investigators|lab(?:oratory|oratories|s)?|ltd|ministry|network|office|organi[sz]ation|participants|partnership|program(?:me)?|project|research|school|society|study|task force|team|trust|union|universit[a-zäéà]{1,4}|working)\b|^the /i;
/** `OpenAI`, `Mistral AI`, `DeepSeek-AI`, `DeepMind`; by their capitals, as `Kai` is a person's. */
const COMPANY = /(?:[a-z][a-z]|[a-z] |-)AI$|[a-z]Mind$/;
const NOBODY =
  /^(?:and )?(?:others?|et ?al|n\/?a|none|null|undefined|unknown|no ?author|no author listed|authors?|[a-z]|\d+ (?:additional )?authors?(?: not shown)?)$/i;

const TITLES = /^(?:(?:dr|prof|professor)\.? )+(?=\p{L})/iu;
/** `Ann Lee a`: a letter that points to an affiliation. */
const FOOTNOTES = /(?: [a-z]){1,4}$/;

/** Whether this is a consortium, company or institute, whose name may contain `and` and is never inverted. */
export function isGroup(name: string): boolean {
  return GROUP.test(name) || COMPANY.test(name);
}

/** `Jr.`, `III`, and degrees, which are removed later. */
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

/** One name without surrounding signs, degrees and leading words; '' for text that names nobody. */
export function withoutNoise(name: string): string {
  const parts = name.split(',').filter((part) => !DEGREE.test(part.trim()) && /\p{L}/u.test(part));
  const plain = withoutTitles(trimSigns(parts.map((part) => part.trim()).join(', '))).replace(FOOTNOTES, '');
  return NOBODY.test(plain) ? '' : plain;
}

/** `Ann Lee` for `Prof. Dr. Ann Lee`. */
export function withoutTitles(name: string): string {
  return name.replace(TITLES, '');
}

/** Removes numbers, stars and separators at both ends. The period of an initial or suffix stays. */
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
  // Signs may follow signs: `Ann* and`.
  return plain === text ? plain : trimSigns(plain);
}

/** Digits as a separate word (`Team 7`) or behind a hyphen (`A-12`) belong to the name; digits after a letter are footnotes. */
function isNumbered(text: string, to: number): boolean {
  if (/\p{L}-\d{1,4}$/u.test(text.slice(Math.max(0, to - 6), to))) return true;
  return /(?:^| )\d{1,4}$/.test(text.slice(Math.max(0, to - 6), to)) && isGroup(text);
}

/** A key that is equal for the same name in another case, order or spacing. */
export function nameKey(name: string): string {
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(' ');
}

/** The parts of a name; for a group, all of it is the family name. */
export interface NameParts {
  family: string;
  given: string;
  suffix: string;
  isGroup: boolean;
}

/** Reads `Ann B. Lee`, `Lee, Ann B.`, `Lee AB`, `Ludwig van Beethoven`, `Harry King, Jr.`, `King, Harry, Jr.` and groups. */
export function nameParts(name: string): NameParts {
  if (isGroup(name)) return { family: name, given: '', suffix: '', isGroup: true };
  const [first = '', second, third = ''] = name.split(',').map((part) => part.trim());
  if (second !== undefined && !isSuffix(second))
    return { family: first, given: second, suffix: third, isGroup: false };
  const words = first.split(' ');
  const last = words.at(-1) ?? '';
  const suffix = second ?? (words.length > 2 && SUFFIX.test(last) ? (words.pop() ?? '') : '');
  // `Lee AB`: initials without periods come after the family name.
  if (words.length > 1 && /^\p{Lu}{1,3}$/u.test(words.at(-1) ?? '')) {
    return { family: words.slice(0, -1).join(' '), given: words.at(-1) ?? '', suffix, isGroup: false };
  }
  let at = words.length - 1;
  while (at > 1 && PARTICLE.test(words[at - 1] ?? '')) at -= 1;
  return { family: words.slice(at).join(' '), given: words.slice(0, at).join(' '), suffix, isGroup: false };
}

/** Whether a given name is written out as far as possible: `Ann`, `Ann B.`, a group, a name in Chinese. */
export function isFull(name: string): boolean {
  const { given, isGroup: group } = nameParts(name);
  return (
    group ||
    /[\p{Script=Han}\p{Script=Hangul}]/u.test(name) ||
    /\p{L}[\p{L}\p{M}'’]/u.test(given.replace(/^\p{Lu}{2,3}$/u, ''))
  );
}
