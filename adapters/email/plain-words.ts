/**
 * Judges whether words can be shown to someone who did not ask for them: strangers may not write letters to others in our name, nor
 * lead them to a website or a telephone. What is hidden by mistake is shown on the page behind the link.
 */

/** Characters of a topic, or of a name, that are shown. */
const MOST_WORDS = 60;
/** Digits in all: telephone numbers have as many, however they are written. */
const MOST_DIGITS = 6;
/** What looks like a dot and is none, beside those that NFKC turns into one. */
const DOTS = /[·‧•∙⋅・。᛫ꞏ⸱]/gu;
/** `[.]`, `(dot)` and `{ dot }`. */
const BRACKETED_DOT = /[([{<]\s{0,9}(?:\.|dot)\s{0,9}[)\]}>]/giu;
const BRACKETED_AT = /[([{<]\s{0,9}at\s{0,9}[)\]}>]/iu;
/** ArXiv categories in their field, which have a dot and are no domain. Without the field `stat.me` is one. */
const CATEGORY =
  /(?<![\p{L}\p{N}.@-])cat:(?:(?:cs|math|stat|eess|econ|physics|q-bio|q-fin|astro-ph|cond-mat|nlin)\.[a-z]{2}(?:-[a-z]{2,4})?,?){1,20}(?![\p{L}\p{N}.:/-])/giu;
/** A dot before a word, also with spaces between; and the word for it before what ends a domain. "Dot product" is a topic. */
const DOMAIN = /\.\s{0,9}\p{L}\s{0,3}[\p{L}\p{N}-]/u;
const SPOKEN_DOMAIN =
  /\bdot\s{1,9}(?:[a-z]{2}|com|org|net|info|biz|dev|app|xyz|online|site|shop|top|club|link|click|page|live|pro|tech|io)\b/iu;
const IPV4 = /\d\s{0,9}\.\s{0,9}\d{1,3}\s{0,9}\.\s{0,9}\d/u;
const IPV6 = /::|(?:[0-9a-f]{1,4}:){3}/iu;
const SCHEME = /\/\/|\b(?:h(?:tt|xx)ps?|ftp|mailto|tel|sms|data|javascript)\b\s{0,9}:?|\bxn--/iu;
const WWW = /(?<![\p{L}\p{N}])www\d{0,2}(?![\p{L}\p{N}])/iu;
const LINKS = [/@/, BRACKETED_AT, DOMAIN, SPOKEN_DOMAIN, IPV4, IPV6, SCHEME, WWW];

/** Whether nothing in the words looks like a link, an address or a telephone number, and they are not long. */
export function isPlainWords(words: string): boolean {
  // What a reader does not see joins what stands around it.
  const seen = words.normalize('NFKC').replace(/[\p{Cf}\p{M}\p{Cc}]/gu, '');
  const text = seen.replace(DOTS, '.').replace(BRACKETED_DOT, '.').replace(CATEGORY, ' ');
  const digits = text.match(/\p{N}/gu)?.length ?? 0;
  return words.length <= MOST_WORDS && digits <= MOST_DIGITS && !LINKS.some((link) => link.test(text));
}
