/** Spells umlauts with two letters, as names are written where a keyboard lacks them. */

const UMLAUTS = /[äöüø]/gi;
const spelled = new Map([...'äöüø'].map((letter, at) => [letter, `${'aouo'.charAt(at)}e`]));

/** `Juergen` for `Jürgen`; a text without umlauts as it is. */
export function umlautsSpelledOut(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  const composed = text.normalize('NFC');
  const out = composed.replace(UMLAUTS, (letter) => {
    const small = letter.toLowerCase();
    const two = spelled.get(small) ?? letter;
    return small === letter ? two : two.charAt(0).toUpperCase() + two.slice(1);
  });
  return out === composed ? text : out;
}
