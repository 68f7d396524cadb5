/** Folds a word for comparison: one width, lowercase, no accents, no apostrophes. */
import { tableOf } from './word-list.ts';

/** Letters that Unicode does not decompose into a plain letter and a mark. */
const plain = tableOf('ß ss æ ae œ oe ø o đ d ð d þ th ł l ħ h ı i ŋ n ς σ \u2206 δ');
const special = new RegExp(`[${[...plain.keys()].join('')}]`, 'g');

/**
 * Marks are dropped only after Latin, Greek and Cyrillic letters. Elsewhere they are part of the letter: the
 * vowels of Hindi and Thai, the dakuten of Japanese. The breve of й and ў stays too: those are letters of their own.
 */
const accents = /(?![иу]\u0306)([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu;
/** Characters in a word that are not compared. `+`, `#`, `*` and `.` occur only where they belong to a name. */
const extra = /[^\p{L}\p{N}\p{M}+#*.]+|\p{Default_Ignorable_Code_Point}+/gu;
const possessive = /['\u2018\u2019\u02bc\uff07\u2032]s$/i;

export function fold(word: string): string {
  const written = word.replace(possessive, '');
  if (/^[\0-\x7f]*$/.test(written)) return written.toLowerCase().replace(/[^a-z0-9+#*.]+/g, '');
  return written
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '$1')
    .replace(special, (letter) => plain.get(letter) ?? letter)
    .normalize('NFC')
    .replace(extra, '')
    .replace(/^\p{M}+/u, '');
}
