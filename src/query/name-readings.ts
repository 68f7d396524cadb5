/** What a typed name can mean: titles taken off, the family name last, initials apart. */
import { isGroup, isSuffix, withoutTitles } from '../model/author-name.ts';
import { umlautsSpelledOut } from '../text/umlauts.ts';
import { turnedAround } from './person-names.ts';

/** `LECUN`, `GARCÍA-MÁRQUEZ`: a family name, where not all of the name is in capitals. */
const CAPITALS = /^\p{Lu}[\p{Lu}\p{M}'’-]+$/u;
/** `YA`: initials without a space between them, or a short family name. */
const TOGETHER = /^\p{Lu}{2,3}$/u;
const PARTICLE = /^(?:al|bin|da|de|del|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu)$/i;
/** Family names of more words are left where they are. */
const MOST_FAMILY = 2;

/** The texts of a person's name, each with the family name last. A name with umlauts is read with `ue` too. */
export function nameReadings(typed: string): string[] {
  const name = withoutTitles(typed.trim());
  const turned = turnedAround(name);
  const read = turned === undefined ? inOrder(name.replace(/[,\uff0c]/, ' ')) : [apart(turned)];
  return [...new Set(read.flatMap((text) => [text, umlautsSpelledOut(text)]))];
}

/** `LECUN Yann` as `Yann LECUN`; `LeCun YA` as `Y A LeCun` too, as YA may also be the family name. */
function inOrder(name: string): string[] {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  if (!/\p{Ll}/u.test(name) || isGroup(name) || words.some(isSuffix)) return [name];
  if (TOGETHER.test(last)) return [name, apart([last, ...words.slice(0, -1)].join(' '))];
  const others = words.findIndex((word) => !CAPITALS.test(word) && !PARTICLE.test(word));
  const family = words.slice(0, others);
  const capitals = family.filter((word) => CAPITALS.test(word)).length;
  if (capitals === 0 || capitals > MOST_FAMILY || words.slice(others).some((word) => CAPITALS.test(word)))
    return [name];
  const turned = [...words.slice(others), ...family].join(' ');
  return family.length === 1 && TOGETHER.test(family[0] ?? '') ? [turned, apart(name)] : [turned];
}

/** The name with the initials that it begins with apart: `Y A LeCun` for `YA LeCun`. */
function apart(name: string): string {
  const [first = '', ...others] = name.split(' ');
  return TOGETHER.test(first) && /\p{Ll}/u.test(name) ? [...first, ...others].join(' ') : name;
}
