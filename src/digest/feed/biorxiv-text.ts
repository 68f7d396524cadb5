/** Replaces the braces that bioRxiv and medRxiv write for signs, figures and headings in plain ASCII feeds. */
import { greekNames } from '../../text/greek.ts';
import { tableOf } from '../../text/word-list.ts';

const SIGNS: ReadonlyMap<string, string> = new Map([
  ...[...greekNames].flatMap(([sign, name]): [string, string][] => [
    [name, sign],
    [name.charAt(0).toUpperCase() + name.slice(1), sign.toUpperCase()],
  ]),
  ...tableOf(`
    +/- ± -/+ ∓ micro µ degrees ° degree ° times × approx ≈ approximately ≈ sim ∼ le ≤ leq ≤ ge ≥ geq ≥ ne ≠
    infty ∞ infinity ∞ angstrom Å rightarrow → leftarrow ← -> → radical √ prime ′`),
  ['middle dot', '·'],
  ['per thousand', '‰'],
]);

/** The text with `β` for `{beta}`, `±` for `{+/-}` and so on. Arguments of LaTeX (`\name{beta}`, `^{mu}`) stay. */
export function readBraces(text: string): string {
  return withoutMarks(text).replace(
    /(?<!\\[A-Za-z]{1,30})(?<![\\^_}])\{([^{}]{1,13})\}/g,
    (all, name: string) => SIGNS.get(name.trim()) ?? all,
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
