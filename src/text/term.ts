/** Computes the term of an English word: spellings, plurals and inflections of one word share it, unrelated words do not. */
import { crc32 } from 'node:zlib';
import { americanSource, toAmerican } from './american.ts';
import { pluralsSource, toSingular } from './plurals.ts';
import { stemWord } from './stem.ts';
import { familyOf, stemExceptionsSource } from './stem-exceptions.ts';

/** Changes with every list and rule that affects terms. An index saved with another version must be rebuilt. */
export const termsVersion: number = crc32(stemExceptionsSource + americanSource + pluralsSource);

/** The lists and rules apply to plain words; longer ones are not English. */
const plain = /^[a-z]{3,40}$/;
/** Porter2 takes the ending of `reference` and `sacrifice` for a suffix, but not that of `referenced`. */
const losesE = /([ae]nc|ic)(?:ed|ing)$/;

/** The term of a folded word, for comparison. Never depends on the contents of the archive. */
export function termOf(word: string): string {
  if (!plain.test(word)) return stemWord(word);
  const known = toAmerican(toSingular(word));
  return familyOf(known) ?? stemWord(known.replace(losesE, '$1e'));
}
