/**
 * Removes what a reader cannot see and a terminal or a page would obey (control characters, escapes, bidi overrides), and
 * combining marks piled so high on one letter that they would cover the lines around it.
 */

/** ECMA-48: CSI (`ESC [ 31 m`), strings (OSC, DCS, SOS, PM, APC) up to their end, and two-character escapes. */
const ESCAPES = new RegExp(
  '(?:\\u001b\\[|\\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]?' +
    '|(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c\\n]{0,2000}(?:\\u0007|\\u001b\\\\|\\u009c)?' +
    '|\\u001b[ -/]{0,8}[0-~]?',
  'g',
);
/** Line breaks of other systems, and C0 and C1 characters that only space text. */
const SPACES = /[\v\f\u0085\u2028\u2029]/g;
/**
 * Controls, soft hyphens, bidi marks, embeddings, overrides and isolates, zero-width spaces, invisible operators, the
 * byte order mark and tag characters. The joiners U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
 */
const INVISIBLE =
  /(?![\t\n\r])\p{Cc}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Nothing but what anyone sees, as most texts are: looked at once, where the rest looks at each character many times. */
const ALL_SEEN = /^[\t\n\r -~]*$/;

/** The marks on one letter, with the joiners between them. */
const MARKS = /[\p{M}\u200c\u200d]{5,}/gu;
/** Up to the fourth mark, beyond which no script goes, and a joiner behind it. */
const SHOWN_MARKS = /^(?:[\u200c\u200d]*\p{M}){0,4}[\u200c\u200d]?/u;

/**
 * The text without what cannot be seen, and with four combining marks on a letter at most. Half of a surrogate pair
 * becomes U+FFFD; tabs and line breaks stay.
 */
export function withoutInvisible(text: string): string {
  if (ALL_SEEN.test(text)) return text;
  const seen = text.toWellFormed().replace(ESCAPES, '').replace(SPACES, ' ').replace(INVISIBLE, '');
  return withoutPiles(seen);
}

/** The text with four combining marks on a letter at most. */
export function withoutPiles(text: string): string {
  if (ALL_SEEN.test(text)) return text;
  return text.replace(MARKS, (marks) => SHOWN_MARKS.exec(marks)?.[0] ?? '');
}
