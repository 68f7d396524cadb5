/** The next piece of a query in, the leaves that it stands for out: words, a phrase, a filter. */
import type { FieldName } from './field.ts';
import { type FilterName, filterExamples, readFilter } from './filter.ts';
import { isPassedOver, readBare, readPhrase, readPrefix } from './leaf.ts';
import { queryLimits } from './limits.ts';
import type { Piece } from './piece.ts';
import { misread, replaced } from './problem.ts';
import { all, allOf } from './shape.ts';
import type { Field, PaperField, Query } from './tree.ts';

/** An operand, and whether it is a function word that other words make needless (`the`). */
export interface Operand {
  query: Query;
  isPassedOver: boolean;
}

export interface Reader {
  text: string;
  pieces: Piece[];
  /** The piece that is read next. */
  next: number;
  depth: number;
  leaves: number;
}

export function plain(query: Query | undefined): Operand[] {
  return query === undefined ? [] : [{ query, isPassedOver: false }];
}

export function readValue(
  reader: Reader,
  piece: Piece & { kind: 'field' },
  value: string,
): Query | undefined {
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
export function readWords(reader: Reader, piece: Piece, field: Field, isRun: boolean): Operand[] {
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
