/** Replaces the braces that bioRxiv and medRxiv write for signs, figures and headings in plain ASCII feeds. */

const GREEK = 'αβγδεζηθικλμνξοπρστυφχψω';
const NAMES =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...NAMES.flatMap((name, at): [string, string][] => {
    const sign = GREEK.charAt(at);
    return [
      [name, sign],
      [name.charAt(0).toUpperCase() + name.slice(1), sign.toUpperCase()],
    ];
  }),
  ['+/-', '±'],
  ['-/+', '∓'],
  ['micro', 'µ'],
  ['degrees', '°'],
  ['degree', '°'],
  ['middle dot', '·'],
  ['times', '×'],
  ['approx', '≈'],
  ['approximately', '≈'],
  ['sim', '∼'],
  ['le', '≤'],
  ['leq', '≤'],
  ['ge', '≥'],
  ['geq', '≥'],
  ['ne', '≠'],
  ['infty', '∞'],
  ['infinity', '∞'],
  ['angstrom', 'Å'],
  ['per thousand', '‰'],
  ['rightarrow', '→'],
  ['leftarrow', '←'],
  ['->', '→'],
  ['radical', '√'],
  ['prime', '′'],
]);

/** The text with `β` for `{beta}`, `±` for `{+/-}` and so on. Arguments of LaTeX (`\name{beta}`, `^{mu}`) stay. */
export function readBraces(text: string): string {
  return withoutMarks(text).replace(
    /(?<!\\[A-Za-z]{1,30})(?<![\\^_}])\{([^{}]{1,13})\}/g,
    (all, name: string) => {
      return SIGNS.get(name.trim()) ?? all;
    },
  );
}

/** Without figures and tables (`O_FIG ... C_FIG`) and the marks around headings and lists (`O_ST_ABS`, `C_LI`). */
function withoutMarks(text: string): string {
  if (!text.includes('O_')) return text;
  return text
    .replace(/\bO_(FIG|TBL)\b[\s\S]{0,4000}?(?:C_\1\b|$)/g, ' ')
    .replace(/[OC]_ST_ABS/g, '')
    .replace(/[OC]_(?:LI|UL|OL|SCPLOW|SCPCAP|BLOCKQUOTE|TEXTBOX|FD)(?![a-z_])/g, ' ');
}
