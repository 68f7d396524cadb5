/** Reads a field with its values where the grammar stands, and notes what could have been meant by what follows. */

import { readValues, type Valued } from './field-value.ts';
import { isTextField, type PaperField } from './fields.ts';
import { readFilter } from './filter.ts';
import { counted, type Reader, readWords } from './operand.ts';
import { misread, replaced } from './problem.ts';
import type { Piece, Place } from './query-token.ts';
import { allOf, anyOf } from './shape.ts';
import type { Query } from './tree.ts';
import { isSurely } from './value-lexer.ts';

/** The filters or words of `cat:cs.AI,cs.LG`. Throws `Misread` where a value cannot be understood. */
export function readFilters(reader: Reader, piece: Valued): Query {
  const { text } = reader;
  // `Comments: 12 pages` is a line that somebody pasted.
  const typed = text.slice(piece.at, piece.end);
  if (/^\p{Lu}\p{L}*:\s/u.test(typed) && !isTextField(piece.field) && !isReadable(piece)) {
    const words = readWords(reader, { kind: 'words', at: piece.at, end: piece.end }, 'any', false);
    return allOf(words.map(({ query }) => query));
  }
  const first = counted(reader, piece, readValues(text, piece, reader.notes));
  noteOnThousands(reader, piece);
  const others: Query[] = [];
  for (let other = otherValue(reader, piece); other !== undefined; other = otherValue(reader, piece))
    others.push(counted(reader, piece, other));
  return others.length === 0 ? first : anyOf([first, ...others]);
}

/** `upvotes:>1 000`: a space is no part of a number. */
function noteOnThousands({ text, pieces, next, notes }: Reader, { at, end }: Place): void {
  const after = pieces[next];
  const digits = after?.kind === 'words' ? text.slice(after.at, after.end) : '';
  if (after === undefined || !/^\d{3}$/.test(digits) || !/\D\d{1,3}$/.test(text.slice(at, end))) return;
  const suggestion = replaced(text, end, after.end, digits);
  notes.push({ message: `\`${digits}\` is searched for as a word.`, suggestion });
}

function isReadable({ field, values }: Valued): boolean {
  return !isTextField(field) && values.items.every(({ text }) => readFilter(field, text) !== undefined);
}

/** The next value of `cat:cs.AI OR cs.LG`, where only the first has the field. */
function otherValue(reader: Reader, piece: Valued): Query | undefined {
  const { field } = piece;
  if (field !== 'cat' && field !== 'year') return undefined;
  const joint = reader.pieces[reader.next];
  const isOr = joint?.kind === 'or';
  const next = reader.pieces[reader.next + (isOr ? 1 : 0)];
  const value = next === undefined ? '' : reader.text.slice(next.at, next.end);
  if (next?.kind !== 'words' || !isSurely(field, value)) return undefined;
  if (isOr) {
    reader.next += 2;
    return readFilter(field, value);
  }
  if (field === 'year') return undefined;
  const meant = replaced(reader.text, piece.end, next.end, `,${value}`);
  throw misread(next.at, value.length, `For several values of \`cat:\`, write commas between them.`, meant);
}

/** `author:kaiming he`: only the first word belongs to the field. */
export function noteOnName(reader: Reader, field: PaperField, first: Piece): void {
  const { text } = reader;
  const next = reader.pieces[reader.next];
  if (next?.kind !== 'words' || next.isNegating || text.slice(first.end, next.at).trim() !== '') return;
  const [word, name] = [text.slice(first.at, first.end), text.slice(first.at, next.end)];
  const suggestion = replaced(text, first.at, next.end, `"${name}"`);
  reader.notes.push({ message: `Only \`${word}\` is read as \`${field}:\`.`, suggestion });
}

/** `author:lecun and smith`: the second name does not belong to the field. */
export function noteOnNextName({ text, pieces, next, notes }: Reader, field: PaperField, first: Piece): void {
  const [joint, second, after] = pieces.slice(next, next + 3);
  const isJoined = joint?.kind === 'and' || joint?.kind === 'or';
  if (!isJoined || second === undefined || second.kind !== first.kind || after?.kind === 'words') return;
  const [one, other] = [first, second].map(({ at, end }) => text.slice(at, end));
  const names = joint.kind === 'and' ? `(${one} ${other})` : `(${one} OR ${other})`;
  const suggestion = replaced(text, first.at, second.end, names);
  notes.push({ message: `\`${other}\` is searched for as text, not as \`${field}:\`.`, suggestion });
}
