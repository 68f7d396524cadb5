/**
 * Judges whether words can be shown to someone who did not ask for them: strangers may not write letters to others in our name, nor
 * lead them to a website or a telephone. What is hidden by mistake is shown on the page behind the link.
 */

/** Characters of a topic, or of a name, that are shown. */
const MOST_WORDS = 60;
/** Digits in all, also as words: telephone numbers have as many, however they are written. */
const MOST_DIGITS = 6;
/** Letters of one writing and digits, with quotes around them, as in `#general`, or with a comma behind them; what looks like Latin letters and is none stands beside none. */
const WORD = /^[#"'“”‘’]*(?:[\p{Script=Latin}\p{Nd}]+|[\p{L}\p{M}\p{Nd}]+)["'“”‘’]*,?$/u;
const LATIN = /\p{Script=Latin}/u;
const OTHER = /[^\p{Script=Latin}\p{Nd}#,"'“”‘’]/u;
/** A time of day, as in a schedule. */
const TIME = /(?<=^|\s)\d{1,2}:\d{2}(?=$|\s)/g;
/** What people read as a dot, and letters of a word one by one. */
const DOT = /(?:^|[\s-])d["'\s-]*[o0]["'\s-]*t(?=$|["'\s-])|(?:^|\s)\p{L}\s+\p{L}(?=$|\s)/iu;
const LEADS = /(?:^|[\s"'-])(?:h(?:tt|xx)ps?|www\d*|ftp|mailto|tel|sms|xn)(?=$|[\s"'-])/iu;
const NUMBER = /\p{Nd}|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|double|triple)\b/giu;

/** Whether the words are plain ones, with nothing that leads somewhere, and not long. */
export function isPlainWords(words: string): boolean {
  if (words.length > MOST_WORDS) return false;
  const seen = words.normalize('NFKC');
  const text = seen.replace(TIME, ' ');
  const isPlain = text
    .split(/[\s-]+/)
    .every((word) => word === '' || (WORD.test(word) && !(LATIN.test(word) && OTHER.test(word))));
  const digits = seen.match(NUMBER)?.length ?? 0;
  return (
    isPlain &&
    digits <= MOST_DIGITS &&
    ![text, text.replace(/["'“”‘’]/g, '')].some((one) => DOT.test(one) || LEADS.test(one))
  );
}
