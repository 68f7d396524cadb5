/** What a person typed in, a query tree or a problem with its place out. */
import { readLatex } from '../text/latex.ts';
import type { FieldName } from './field.ts';
import { type FilterName, filterExamples, readFilter } from './filter.ts';
import { isPassedOver, readBare, readPhrase, readPrefix } from './leaf.ts';
import { type Piece, readPieces } from './pieces.ts';
import { Misread, misread, type Problem, replaced } from './problem.ts';
import { all, allOf, anyOf, not } from './shape.ts';
import type { Field, PaperField, Query } from './tree.ts';

export type { Problem } from './problem.ts';
export type Parsed = { ok: true; query: Query } | { ok: false; problem: Problem };

/** Longest query, in UTF-16 units; most words, phrases and filters in one; deepest parentheses. */
export const queryLimits = { length: 1000, leaves: 100, depth: 16 } as const;

/** Total: any string gives a tree or a problem, in time linear in its length. */
export function parseQuery(text: string): Parsed {
  const parsed = attempt(text);
  if (parsed.ok || parsed.problem.suggestion === undefined) return parsed;
  // What is suggested must itself be understood.
  if (!attempt(parsed.problem.suggestion).ok) delete parsed.problem.suggestion;
  return parsed;
}

function attempt(text: string): Parsed {
  // Whoever pastes a title pastes its LaTeX: `na\"{\i}ve`. Its places are lost, so a problem is of the whole.
  const plain = text.includes('\\') && text.length <= queryLimits.length ? readLatex(text) : text;
  try {
    return { ok: true, query: readQuery(plain) };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    const { problem } = error;
    return { ok: false, problem: plain === text ? problem : { ...problem, at: 0, length: text.length } };
  }
}

/** An operand, and whether it is a function word that other words make needless (`the`). */
interface Operand {
  query: Query;
  isPassedOver: boolean;
}

interface Reader {
  text: string;
  pieces: Piece[];
  /** The piece that is read next. */
  next: number;
  depth: number;
  leaves: number;
}

function readQuery(text: string): Query {
  if (text.length > queryLimits.length) {
    const extra = text.length - queryLimits.length;
    throw misread(
      queryLimits.length,
      extra,
      `A query has at most ${queryLimits.length} characters; this has ${text.length}.`,
    );
  }
  const reader: Reader = { text, pieces: readPieces(text), next: 0, depth: 0, leaves: 0 };
  const query = readEither(reader, 'any');
  const stray = reader.pieces[reader.next];
  if (stray !== undefined) {
    const without = replaced(text, stray.at, stray.end, ' ');
    throw misread(stray.at, 1, 'This `)` closes nothing: take it out, or open it with `(` before.', without);
  }
  if (query === undefined) {
    throw misread(
      0,
      text.length,
      'There is no word to look for here. Write one or more, such as `continual learning`.',
    );
  }
  return query;
}

/** `a b OR c d`, up to a closing parenthesis or the end. Undefined where there is nothing. */
function readEither(reader: Reader, field: Field): Query | undefined {
  const sides: Query[] = [];
  for (;;) {
    const side = readEach(reader, field);
    if (side !== undefined) sides.push(side);
    const piece = reader.pieces[reader.next];
    if (piece?.kind !== 'or') break;
    reader.next++;
    if (side === undefined || !canFollow(reader)) throw sidesMissing(reader, piece);
  }
  const [first, ...others] = sides;
  return first === undefined ? undefined : anyOf([first, ...others]);
}

/** Everything up to `OR`, a closing parenthesis or the end. */
function readEach(reader: Reader, field: Field): Query | undefined {
  const operands: Operand[] = [];
  for (let piece = reader.pieces[reader.next]; piece !== undefined; piece = reader.pieces[reader.next]) {
    if (piece.kind === 'close' || (piece.kind === 'or' && isOperator(reader, piece, operands))) break;
    if (piece.kind === 'and' && isOperator(reader, piece, operands)) reader.next++;
    else operands.push(...readOperand(reader, field));
  }
  const kept = operands.filter((operand) => !operand.isPassedOver);
  const isNeedless = kept.some((operand) => operand.query.kind !== 'not');
  const chosen = (isNeedless ? kept : operands).map((operand) => operand.query);
  return chosen.length === 0 ? undefined : allOf(chosen);
}

/** `or` and `and` in small letters are words where they stand between no two things; in capitals that is a problem. */
function isOperator(
  reader: Reader,
  piece: Piece & { kind: 'and' | 'or' },
  before: readonly Operand[],
): boolean {
  const joins = before.length > 0 && canFollow({ ...reader, next: reader.next + 1 });
  if (piece.kind === 'or') return joins || piece.loud;
  if (!joins && piece.loud) throw sidesMissing(reader, piece);
  return joins || piece.end - piece.at !== 3;
}

/** Whether an operand begins here. */
function canFollow(reader: Reader): boolean {
  const piece = reader.pieces[reader.next];
  return piece !== undefined && piece.kind !== 'close' && piece.kind !== 'or' && piece.kind !== 'and';
}

function sidesMissing(reader: Reader, piece: Piece): Misread {
  const { text } = reader;
  const typed = text.slice(piece.at, piece.end);
  const without = replaced(text, piece.at, piece.end, ' ');
  return misread(
    piece.at,
    piece.end - piece.at,
    `\`${typed}\` stands between two things that are looked for.`,
    without,
  );
}

function readOperand(reader: Reader, field: Field): Operand[] {
  const piece = reader.pieces[reader.next++] as Piece;
  switch (piece.kind) {
    case 'not':
      return readExcluded(reader, piece, field);
    case 'open':
      return plain(readGroup(reader, piece, field));
    case 'field':
      return plain(readField(reader, piece));
    default:
      return readWords(reader, piece, field, true);
  }
}

function plain(query: Query | undefined): Operand[] {
  return query === undefined ? [] : [{ query, isPassedOver: false }];
}

function readExcluded(reader: Reader, first: Piece, field: Field): Operand[] {
  let isExcluded = true;
  let piece = reader.pieces[reader.next];
  for (; piece?.kind === 'not'; piece = reader.pieces[++reader.next]) isExcluded = !isExcluded;
  if (!canFollow(reader)) {
    const without = replaced(reader.text, first.at, first.end, ' ');
    throw misread(
      first.at,
      first.end - first.at,
      'Say after this what is to be left out, such as `-video`.',
      without,
    );
  }
  const query = readPrimary(reader, field);
  return query === undefined ? [] : plain(isExcluded ? not(query) : query);
}

/** One thing: of bare words the first chunk alone. */
function readPrimary(reader: Reader, field: Field): Query | undefined {
  const piece = reader.pieces[reader.next++] as Piece;
  if (piece.kind === 'open') return readGroup(reader, piece, field);
  if (piece.kind === 'field') return readField(reader, piece);
  const operands = readWords(reader, piece, field, false);
  return operands.length === 0 ? undefined : allOf(operands.map((operand) => operand.query));
}

function readGroup(reader: Reader, open: Piece, field: Field): Query | undefined {
  if (++reader.depth > queryLimits.depth) {
    throw misread(open.at, 1, `Parentheses go ${queryLimits.depth} deep at most.`);
  }
  const query = readEither(reader, field);
  if (reader.pieces[reader.next] === undefined) {
    throw misread(
      open.at,
      1,
      'This `(` is not closed: put a `)` where the group ends.',
      `${reader.text.trimEnd()})`,
    );
  }
  reader.next++;
  reader.depth--;
  return query;
}

function readField(reader: Reader, piece: Piece & { kind: 'field' }): Query | undefined {
  if (piece.value !== undefined) return readValue(reader, piece, piece.value);
  if (!canFollow(reader) || reader.pieces[reader.next]?.kind === 'not') {
    const example = piece.field === 'author' ? 'author:"kaiming he"' : `${piece.field}:scaling`;
    throw misread(piece.at, piece.end - piece.at, `Say after this what to look for, such as \`${example}\`.`);
  }
  return readPrimary(reader, piece.field as PaperField);
}

function readValue(reader: Reader, piece: Piece & { kind: 'field' }, value: string): Query | undefined {
  const field = piece.field as Exclude<FieldName, PaperField> as FilterName;
  const query = readFilter(field, value);
  if (query !== undefined) {
    countLeaf(reader, piece);
    return query;
  }
  const typed = reader.text.slice(piece.at, piece.end);
  // `Comments: 12 pages` is a line that somebody pasted.
  if (/^\p{Lu}[\p{L}]*:\s/u.test(typed))
    return allOf(leavesOf(reader, piece, typed).map((operand) => operand.query));
  throw misread(
    piece.at,
    piece.end - piece.at,
    `This is not understood: write it as in \`${filterExamples[field]}\`.`,
  );
}

/** Bare words, as far as they go in one run if `isRun`; a quote, an id, a star. */
function readWords(reader: Reader, piece: Piece, field: Field, isRun: boolean): Operand[] {
  switch (piece.kind) {
    case 'everything':
      return plain(all);
    case 'id':
      countLeaf(reader, piece);
      return plain({ kind: 'id', value: piece.id });
    case 'quoted': {
      const leaf = readPhrase(piece.text, field);
      if (leaf !== undefined) countLeaf(reader, piece);
      return plain(leaf);
    }
    case 'star':
      return plain(readStar(reader, piece, field));
    default: {
      let { end } = piece;
      while (isRun && reader.pieces[reader.next]?.kind === 'words')
        end = (reader.pieces[reader.next++] as Piece).end;
      return leavesOf(reader, piece, reader.text.slice(piece.at, end), field);
    }
  }
}

function leavesOf(reader: Reader, piece: Piece, typed: string, field: Field = 'any'): Operand[] {
  return readBare(typed, field).map((leaf) => {
    countLeaf(reader, piece);
    return { query: leaf, isPassedOver: field === 'any' && isPassedOver(leaf) };
  });
}

function readStar(reader: Reader, piece: Piece, field: Field): Query {
  const typed = reader.text.slice(piece.at, piece.end);
  const start = typed.replace(/[*\uff0a]+$/, '');
  const prefix = /[*\uff0a]/.test(start) ? undefined : readPrefix(start, field);
  if (prefix === undefined) {
    const without = typed.replace(/[*\uff0a]+/g, '');
    const suggestion = replaced(reader.text, piece.at, piece.end, `${without}*`);
    throw misread(
      piece.at,
      piece.end - piece.at,
      'A star goes at the end of one word, as in `transform*`.',
      suggestion,
    );
  }
  if (/^[a-z0-9]$/.test(prefix.start)) {
    throw misread(
      piece.at,
      piece.end - piece.at,
      'Write at least two letters before the star, as in `transform*`.',
    );
  }
  countLeaf(reader, piece);
  return prefix;
}

function countLeaf(reader: Reader, piece: Piece): void {
  if (++reader.leaves <= queryLimits.leaves) return;
  const message = `A query looks for ${queryLimits.leaves} words, phrases and filters at most: leave out what follows.`;
  throw misread(piece.at, reader.text.length - piece.at, message);
}
