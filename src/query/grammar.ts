/** The grammar: reads the pieces of a query as a tree, or says what is missing and where. */

import { noteOnName, noteOnNextName, readFilters } from './field-clause.ts';
import { valueMissing } from './field-value.ts';
import { isNameField, type PaperField } from './fields.ts';
import { readPieces } from './lexer.ts';
import { queryLimits } from './limits.ts';
import { type Operand, plain, type Reader, readWords } from './operand.ts';
import { type Misread, misread, type Note, replaced } from './problem.ts';
import type { Piece } from './query-token.ts';
import { allOf, anyOf, not } from './shape.ts';
import type { Field, Query } from './tree.ts';

/** Throws `Misread` where the text cannot be understood. `notes`: what could have been read in another way. */
export function readQuery(text: string): { query: Query; notes: Note[] } {
  if (text.length > queryLimits.length) {
    const extra = text.length - queryLimits.length;
    throw misread(
      queryLimits.length,
      extra,
      `A query has at most ${queryLimits.length} characters; this has ${text.length}.`,
    );
  }
  const reader: Reader = { text, pieces: readPieces(text), next: 0, depth: 0, leaves: 0, notes: [] };
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
  return { query, notes: reader.notes };
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

function readExcluded(reader: Reader, sign: Piece & { kind: 'not' }, field: Field): Operand[] {
  const { text } = reader;
  const next = reader.pieces[reader.next];
  if (!canFollow(reader)) {
    const without = replaced(text, sign.at, sign.end, ' ');
    const message = 'Say after this what is to be left out, such as `-video`.';
    throw misread(sign.at, sign.end - sign.at, message, without);
  }
  if (next?.kind === 'not') throw twice(reader, sign, next);
  const query = readPrimary(reader, field);
  // `-title:-video`
  if (next?.kind === 'field' && query?.kind === 'not') throw twice(reader, sign, next);
  if (next?.kind === 'words' && !sign.loud) addNote(reader, sign);
  return query === undefined ? [] : plain(not(query));
}

/** Two exclusions in a row may be an emphasis, or the opposite of one. */
function twice(reader: Reader, first: Piece, second: Piece): Misread {
  const end = second.kind === 'not' ? second.end : first.end;
  const gap = /^\s*/.exec(reader.text.slice(end)) as RegExpExecArray;
  const once = replaced(reader.text, first.at, end + gap[0].length, second.kind === 'not' ? '-' : '');
  const message = 'This leaves out what is left out: say it once.';
  return misread(first.at, second.end - first.at, message, once);
}

function addNote({ text, notes }: Reader, sign: Piece): void {
  if (text.includes('"')) return;
  const word = text.slice(sign.at, sign.end);
  notes.push({ message: `\`${word}\` leaves out what follows.`, suggestion: `"${text.trim()}"` });
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
    const message = 'This `(` is not closed: put a `)` where the group ends.';
    throw misread(open.at, 1, message, mended(reader, open));
  }
  reader.next++;
  reader.depth--;
  return query;
}

/** Closed where the group ends, or without a parenthesis that groups nothing. */
function mended({ text, pieces, depth }: Reader, open: Piece): string {
  const at = pieces.indexOf(open);
  const before = pieces[at - 1]?.kind;
  const isNeeded =
    before === 'field' || before === 'not' || pieces.slice(at).some(({ kind }) => kind === 'or');
  return depth > 1 || isNeeded
    ? `${text.trimEnd()}${')'.repeat(depth)}`
    : replaced(text, open.at, open.end, ' ');
}

function readField(reader: Reader, piece: Piece & { kind: 'field' }): Query | undefined {
  if (piece.values !== undefined) return readFilters(reader, { ...piece, values: piece.values });
  const isExcluded = reader.pieces[reader.next]?.kind === 'not';
  if (isExcluded) reader.next++;
  const next = reader.pieces[reader.next];
  if (!canFollow(reader) || next?.kind === 'not' || next?.kind === 'field') throw valueMissing(piece);
  const field = piece.field as PaperField;
  const query = readPrimary(reader, field);
  if (next !== undefined && isNameField(field)) {
    if (next.kind === 'words') noteOnName(reader, field, next);
    if (next.kind === 'words' || next.kind === 'quoted') noteOnNextName(reader, field, next);
  }
  return query !== undefined && isExcluded ? not(query) : query;
}
