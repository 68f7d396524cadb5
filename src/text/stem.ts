/** A folded word in, its English stem out. */
import stem from 'wink-porter2-stemmer';

/** Longer words are no English, and the stemmer's patterns are not for them. */
const longest = 40;
/** Every ending that Porter2 has a rule for. Other words are their own stem, and asking costs microseconds. */
const endings = /(?:[sey]|ed|ing|ion|al|ll|ul|er|or|ism|nt|ic|i)$/;

/** Words of a to z alone: digits, symbols and other scripts stay as they are. */
export function stemWord(word: string): string {
  if (word.length < 3 || word.length > longest || !endings.test(word)) return word;
  return /^[a-z]+$/.test(word) ? stem(word) : word;
}
