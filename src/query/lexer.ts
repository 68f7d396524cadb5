/** Tokenizes a query as typed; every token has its place in the text. */

import { isLink, readPaperId, readPaperLink } from '../model/paper-id.ts';
import { aboutAt } from './about.ts';
import { bangs, closes, commas, dashes, isWordStart, opens, pipes, quotes } from './characters.ts';
import { signAt } from './exclusion-sign.ts';
import { fieldAt } from './field-lexer.ts';
import { isNegator, loudNots, settleNots } from './negation.ts';
import { Misread, replaced } from './problem.ts';
import { match, type QueryToken, type SourceRange } from './query-token.ts';

/** Characters that end a chunk, for a character class. */
const ends = `\\s${opens}${closes}${pipes}${quotes}${commas}\u3002`;

/** Patterns for tokens, all sticky: each is tested at one position. */
const patterns = {
  /** `<https://arxiv.org/abs/2508.01234|label>`, as chat platforms write links. */
  wrappedLink: /<((?:https?:\/\/|www\.)[^\s|<>]+)(?:\|[^<>]*)?>/y,
  link: /(?:https?:\/\/|www\.)[^\s|<>"]+/iy,
  single:
    /['\u2018\u201b]([^'\u2018\u2019\s](?:[^'\u2018\u2019]*[^'\u2018\u2019\s])?)['\u2019](?=[\s,;.!?)]|$)/y,
  pipes: new RegExp(`[${pipes}]+`, 'y'),
  /** Up to white space, or up to punctuation that a sign of exclusion follows: `nets/-video`. */
  chunk: new RegExp(
    `(?:(?![^\\p{L}\\p{M}\\p{N}${dashes}${bangs}'\u2019)\\]}+#*.][${dashes}${bangs}][\\p{L}\\p{N}])[^${ends}])*[^${ends}]?(?:,\\d{3}(?!\\d))*`,
    'uy',
  ),
  /** Proximity operators of library catalogs. */
  near: /^(?:NEAR|(?:NEAR|ADJ|W)\/?\d{1,2})$/,
};

/** Throws `Misread` where a token is incomplete or ambiguous. Linear in the text. */
export function tokenize(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at, tokens);
    if (token !== undefined) tokens.push(token);
    at = token === undefined ? at + 1 : token.end;
  }
  return settleNots(text, tokens);
}

/** The token that begins exactly here; undefined at white space and punctuation. `before`: the tokens up to here. */
export function tokenAt(text: string, at: number, before: readonly QueryToken[]): QueryToken | undefined {
  const character = text[at] as string;
  if (/\s/.test(character)) return undefined;
  if (opens.includes(character)) return { kind: 'open', at, end: at + 1 };
  if (closes.includes(character)) return { kind: 'close', at, end: at + 1 };
  if (quotes.includes(character)) return quotedAt(text, at);
  const either = match(patterns.pipes, text, at);
  if (either !== null) return { kind: 'or', loud: true, at, end: at + either[0].length };
  return (
    linkAt(text, at) ??
    singleQuotedAt(text, at) ??
    signAt(text, at, before) ??
    aboutAt(text, at) ??
    fieldAt(text, at) ??
    chunkAt(text, at, before)
  );
}

function quotedAt(text: string, at: number): QueryToken {
  let end = at + 1;
  while (end < text.length && !quotes.includes(text[end] as string)) end++;
  if (end === text.length) {
    const message = `This quote isn't closed. Add a \`"\` where the phrase ends.`;
    throw new Misread({ at, end }, message, `${text.trimEnd()}"`);
  }
  const inside = text.slice(at + 1, end);
  refuseInside(text, at, inside);
  return { kind: 'quoted', text: inside, at, end: end + 1 };
}

/** Throws `Misread` for operators inside quotes, where they would be ignored. */
function refuseInside(text: string, at: number, inside: string): void {
  const start = at + 1;
  const end = start + inside.length;
  const placeOf = ({ 0: found, index }: RegExpExecArray) => ({
    at: start + index,
    end: start + index + found.length,
  });
  // From the beginning of a word only: from each of its letters, a long one would take quadratic time.
  const star = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{2,}\*/u.exec(inside);
  if (star !== null) {
    const without = replaced(text, start, end, inside.replaceAll('*', ''));
    const message = "A star doesn't work inside quotes, where words are matched whole.";
    throw new Misread(placeOf(star), message, without);
  }
  const sign = /(?<=^|\s)(?:[-\u2212!\uff01](?=\p{L})|NOT\s+)/u.exec(inside);
  if (sign === null) return;
  const [kept, out] = [inside.slice(0, sign.index).trim(), inside.slice(sign.index + sign[0].length).trim()];
  const outside = replaced(text, at, end + 1, `${kept === '' ? '' : `"${kept}" `}-"${out}"`);
  const message = 'To exclude a phrase, put the minus before its quotes.';
  throw new Misread(placeOf(sign), message, outside);
}

/** Single quotes around words, where they cannot be apostrophes. */
function singleQuotedAt(text: string, at: number): QueryToken | undefined {
  const found = match(patterns.single, text, at);
  if (found === null) return undefined;
  refuseInside(text, at, found[1] as string);
  return { kind: 'quoted', text: found[1] as string, at, end: at + found[0].length };
}

function linkAt(text: string, at: number): QueryToken | undefined {
  const wrapped = match(patterns.wrappedLink, text, at);
  const link = wrapped ?? match(patterns.link, text, at);
  if (link === null) return undefined;
  const address = link[1] ?? link[0].replace(/(?<![).,;:!?\]'\u2019])[).,;:!?\]'\u2019]+$/, '');
  const end = at + (wrapped === null ? address.length : link[0].length);
  const id = readPaperLink(address);
  if (id !== undefined) return { kind: 'id', id, at, end };
  const message = "I don't recognize a paper in this link. Paste a link to a paper on arXiv or Hugging Face.";
  throw new Misread({ at, end }, message);
}

function chunkAt(text: string, at: number, before: readonly QueryToken[]): QueryToken | undefined {
  if (!isWordStart(text, at) && !/[*\uff0a&\uff06.~]/.test(text[at] as string)) return undefined;
  const chunk = match(patterns.chunk, text, at)?.[0] ?? '';
  if (chunk === '') return undefined;
  const end = at + chunk.length;
  return operatorOf(text, chunk, { at, end }) ?? wordOf(text, chunk, { at, end }, before);
}

function operatorOf(text: string, typed: string, place: SourceRange): QueryToken | undefined {
  const chunk = typed.normalize('NFKC');
  if (/^&+$/.test(chunk)) return { kind: 'and', loud: false, ...place };
  const isCapitals = chunk === chunk.toUpperCase();
  if (/^(?:and|or)$/i.test(chunk))
    return { kind: chunk.toLowerCase() as 'and' | 'or', loud: isCapitals, ...place };
  if (!/^not$/i.test(chunk) && !loudNots.test(chunk)) return undefined;
  const loud = isCapitals && isMixed(text, place.at);
  return loud || /^not$/i.test(chunk) ? { kind: 'not', loud, ...place } : undefined;
}

/** Whether there are lowercase letters nearby: where all is in capitals, capitals mean nothing. */
function isMixed(text: string, at: number): boolean {
  return /\p{Ll}/u.test(text.slice(Math.max(0, at - 200), at + 200));
}

function wordOf(
  text: string,
  chunk: string,
  { at, end }: SourceRange,
  before: readonly QueryToken[],
): QueryToken {
  const word = chunk.replace(/(?<![.!?:])[.!?:]+$/, '');
  if (/^[*\uff0a]+$/.test(word)) return { kind: 'everything', at, end };
  refuseOther(text, chunk, at, before);
  if (isStarred(word)) return { kind: 'star', at, end: at + word.length };
  const id = isLink(word) ? undefined : readPaperId(word);
  if (id !== undefined) return { kind: 'id', id, at, end };
  return isNegator(chunk) ? { kind: 'words', isNegating: true, at, end } : { kind: 'words', at, end };
}

/** Throws `Misread` for operators of other search engines. */
function refuseOther(text: string, chunk: string, at: number, before: readonly QueryToken[]): void {
  const end = at + chunk.length;
  const isNear = patterns.near.test(chunk) && before.length > 0 && isMixed(text, at);
  if (isNear && text.slice(end).trim() !== '') {
    const without = replaced(text, at, end, ' ');
    const message = `\`${chunk}\` is not an operator here. Quotes find words next to each other.`;
    throw new Misread({ at, end }, message, without);
  }
  if (/^~\p{L}/u.test(chunk)) {
    const message = "`~` isn't an operator here. To exclude a word, write `-` before it.";
    throw new Misread({ at, end: at + 1 }, message, replaced(text, at, at + 1, ''));
  }
}

/** Whether a word of two letters or more has a star. After a single letter it is part of a name: `A*`. */
function isStarred(chunk: string): boolean {
  return /[*\uff0a]/.test(chunk) && !/^[^\p{L}\p{N}]*[A-Za-z]\*(?![\p{L}\p{N}*])/u.test(chunk);
}
