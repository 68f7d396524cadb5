/** A query as typed in, its pieces out, each with its place: words, quotes, operators, parentheses, fields. */
import { isLink, readPaperId } from '../model/paper-id.ts';
import { codeAt, kindOf, kinds, unitsOf } from '../text/letters.ts';
import { fieldAt } from './named.ts';
import { match, type Piece } from './piece.ts';
import { misread, replaced } from './problem.ts';

const quotes = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u300c\u300d\u300e\u300f';

/** What is tried, in this order, where a piece may begin. Sticky: each looks at one place alone. */
const patterns = {
  /** `<https://arxiv.org/abs/2508.01234|label>`, as chats write links. */
  wrappedLink: /<((?:https?:\/\/|www\.)[^\s|<>]+)(?:\|[^<>]*)?>/y,
  link: /(?:https?:\/\/|www\.)[^\s|<>"]+/iy,
  single:
    /['\u2018\u201b]([^'\u2018\u2019\s](?:[^'\u2018\u2019]*[^'\u2018\u2019\s])?)['\u2019](?=[\s,;.!?)]|$)/y,
  pipes: /[|\uff5c]+/y,
  dashes: /[-\u2010-\u2015\u2212\ufe63\uff0d]+/y,
  chunk:
    /[^\s()\uff08\uff09|\uff5c"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u300c-\u300f,;\uff0c\uff1b\u3001\u3002]+(?:,\d{3}(?!\d))*/y,
};

export function readPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const piece = pieceAt(text, at);
    if (piece !== undefined) pieces.push(piece);
    at = piece === undefined ? at + 1 : piece.end;
  }
  return pieces;
}

function pieceAt(text: string, at: number): Piece | undefined {
  const character = text[at] as string;
  if (/\s/.test(character)) return undefined;
  if (character === '(' || character === '\uff08') return { kind: 'open', at, end: at + 1 };
  if (character === ')' || character === '\uff09') return { kind: 'close', at, end: at + 1 };
  if (quotes.includes(character)) return quotedAt(text, at);
  const pipes = match(patterns.pipes, text, at);
  if (pipes !== null) return { kind: 'or', loud: true, at, end: at + pipes[0].length };
  return (
    linkAt(text, at) ??
    singleQuotedAt(text, at) ??
    minusAt(text, at) ??
    fieldAt(text, at) ??
    chunkAt(text, at)
  );
}

function quotedAt(text: string, at: number): Piece {
  let end = at + 1;
  while (end < text.length && !quotes.includes(text[end] as string)) end++;
  if (end === text.length) {
    throw misread(
      at,
      text.length - at,
      'This quote is not closed: put a `"` where the phrase ends.',
      `${text.trimEnd()}"`,
    );
  }
  const inside = text.slice(at + 1, end);
  const star = /[\p{L}\p{N}]{2,}\*/u.exec(inside);
  if (star !== null) {
    const place = at + 1 + star.index;
    const without = replaced(text, at + 1, end, inside.replaceAll('*', ''));
    throw misread(
      place,
      star[0].length,
      'A star means nothing inside quotes: a phrase has whole words.',
      without,
    );
  }
  return { kind: 'quoted', text: inside, at, end: end + 1 };
}

/** Single quotes around words, where they cannot be apostrophes. */
function singleQuotedAt(text: string, at: number): Piece | undefined {
  const found = match(patterns.single, text, at);
  return found === null
    ? undefined
    : { kind: 'quoted', text: found[1] as string, at, end: at + found[0].length };
}

function linkAt(text: string, at: number): Piece | undefined {
  const wrapped = match(patterns.wrappedLink, text, at);
  const link = wrapped ?? match(patterns.link, text, at);
  if (link === null) return undefined;
  const address = link[1] ?? link[0].replace(/[).,;:!?\]'\u2019]+$/, '');
  const end = at + (wrapped === null ? address.length : link[0].length);
  const id = readPaperId(address);
  if (id !== undefined) return { kind: 'id', id, at, end };
  throw misread(
    at,
    end - at,
    'This link names no paper I know how to look up: paste one of arXiv or Hugging Face papers.',
  );
}

/** A minus right before what is to be left out. A dash with a space after it, or an arrow, is punctuation. */
function minusAt(text: string, at: number): Piece | undefined {
  const dashes = match(patterns.dashes, text, at);
  // In `O(n)-Algorithm` it is a hyphen.
  if (dashes === null || !/[\s(\uff08|\uff5c,;]/.test(text[at - 1] ?? ' ')) return undefined;
  const end = at + dashes[0].length;
  const next = text[end] ?? ' ';
  const begins = '("\uff08<.*'.includes(next) || quotes.includes(next) || isWordStart(text, end);
  return begins ? { kind: 'not', at, end } : undefined;
}

function isWordStart(text: string, at: number): boolean {
  const kind = kindOf(codeAt(unitsOf(text.slice(at, at + 2)), 0));
  return kind === kinds.letter || kind === kinds.digit || kind === kinds.dense;
}

function chunkAt(text: string, at: number): Piece | undefined {
  const chunk = match(patterns.chunk, text, at)?.[0];
  if (chunk === undefined) return undefined;
  const end = at + chunk.length;
  const word = chunk.replace(/[.!?:]+$/, '');
  if (/^(?:&+|\uff06+)$/.test(chunk)) return { kind: 'and', loud: false, at, end };
  if (/^(?:and|or)$/i.test(chunk)) {
    return { kind: chunk.toLowerCase() as 'and' | 'or', loud: chunk === chunk.toUpperCase(), at, end };
  }
  if (chunk === 'NOT') return { kind: 'not', at, end };
  if (/^[*\uff0a]+$/.test(word)) return { kind: 'everything', at, end };
  const id = isLink(word) ? undefined : readPaperId(word);
  if (id !== undefined) return { kind: 'id', id, at, end };
  if (isStarred(word)) return { kind: 'star', at, end: at + word.length };
  return { kind: 'words', at, end };
}

/** A star at a word of two letters or more. After one letter it belongs to a name: `A*`. */
function isStarred(chunk: string): boolean {
  return /[*\uff0a]/.test(chunk) && !/^[^\p{L}\p{N}]*[A-Za-z]\*(?![\p{L}\p{N}*])/u.test(chunk);
}
