/** Finds a name that is typed behind `author:` or `org:` without quotes: `author:Yann LeCun`, `author:LeCun, Yann`. */
import { match, type Place } from './piece.ts';

/** A capitalized word that is no acronym, or an initial. */
const part =
  "(?!\\p{Lu}{2,}(?![\\p{L}\\p{M}]))\\p{Lu}(?:[\\p{L}\\p{M}'\\u2019-]+|\\.)?(?![\\p{L}\\p{M}\\p{N}:\\uff1a*])";
/** Such as the `van den` of `Aaron van den Oord`. */
const particle = '(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten)[ ]+){0,3}';
const full = new RegExp(`${part}(?:[ ]+${particle}${part}){1,4}`, 'uy');
/** `LeCun, Yann` with nothing behind it that goes on. */
const reversed = new RegExp(`${part}(?:[ ]${part})?,[ ]+${part}(?:[ ]${part})?(?=\\s*(?:$|[\\n;)]))`, 'uy');

/** The place of the name that begins here. Undefined for one word, which needs no reading. */
export function personAt(text: string, at: number): Place | undefined {
  const found = match(reversed, text, at) ?? match(full, text, at);
  return found === null ? undefined : { at, end: at + found[0].length };
}

/** `LeCun, Yann` as `Yann LeCun`. Undefined where it is not two parts with one comma between. */
export function turnedAround(name: string): string | undefined {
  const [last = '', first = '', ...others] = name.split(/[,\uff0c]/).map((one) => one.trim());
  return others.length > 0 || !/\p{L}/u.test(last) || !/\p{L}/u.test(first) ? undefined : `${first} ${last}`;
}
