/** The pieces of a query in, its tree out: what binds to what, and what is missing. */
import { type Operand, plain, type Reader, readValue, readWords } from './atoms.ts';
import { queryLimits } from './limits.ts';
import type { Piece } from './piece.ts';
import { readPieces } from './pieces.ts';
import { type Misread, misread, replaced } from './problem.ts';
import { allOf, anyOf, not } from './shape.ts';
import type { Field, PaperField, Query } from './tree.ts';

/** Throws `Misread` where the text cannot be understood. */
export function readQuery(text: string): Query {
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
