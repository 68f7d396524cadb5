/** Reads `for me` at the end of a command, which is then carried out in the person's own conversation. */
import { quotes } from '../query/characters.ts';

/** Also before a topic's name: `for me as "Video"`. */
const FOR_ME =
  /[\s,](?:(?:(?:just|only)\s+)?for\s+(?:me|myself)|(?:just|only)\s+me|privately|in\s+private|secretly|in\s+secret|discreetly)(?:(?:,?\s+(?:only|alone|please|pls|plz|thanks|thank\s+you|thx|ty))*[\s.!?…]*|(\s+as\s+\S.*))$/is;

/** The same elsewhere. Only at the end is `privately` no word of a topic. */
const ALONE =
  /\b(?:for (?:me|myself)|(?:just|only) me)\b(?: to\b)?:?|(?<=^(?:subscribe|follow|sub) (?:me |us )?)(?:privately|secretly|in private|in secret)\b(?: to\b)?:?|(?<=^(?:subscribe|follow|sub) .{1,900}) (?:quietly|silently|anonymously)$/i;

const QUOTED = new RegExp(`[${quotes}][^${quotes}]*[${quotes}]`, 'g');

/** What is typed before a closing `for me`; undefined where there is none, or it belongs to words in quotes. */
export function beforeForMe(typed: string): string | undefined {
  const text = typed.trim();
  const found = FOR_ME.exec(text);
  if (found === null || found.index === 0) return undefined;
  const before = text.slice(0, found.index).replace(/,$/, '');
  return isInQuotes(before) ? undefined : `${before}${found[1] ?? ''}`;
}

/** Whether a quote was opened and not closed. */
function isInQuotes(text: string): boolean {
  return [...text].filter((sign) => quotes.includes(sign)).length % 2 === 1;
}

/** Commands for the person alone and for the place, where a subscription says `for me` elsewhere than at its end. */
export function forWhom(typed: string): [own: string, here: string] | undefined {
  if (!ALONE.test(typed.replace(QUOTED, ' '))) return undefined;
  const left = typed
    .replace(ALONE, '')
    .replace(/ {2,}/g, ' ')
    .replace(/^(subscribe|follow|sub) (?:me|us) (?!to )/i, '$1 ')
    .replace(/ (?=,)/g, '')
    .trim();
  const here = isInQuotes(left) ? [...left].filter((sign) => !quotes.includes(sign)).join('') : left;
  return [`${here} for me`, here];
}

/** The same command, for the person alone. */
export function typedForMe(typed: string): string {
  return beforeForMe(typed) === undefined ? `${typed} for me` : typed;
}
