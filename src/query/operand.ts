/** Reads the next piece of a query as leaves: words, a phrase, an id, a star. */

import { readRun } from './bare-words.ts';
import { readQuoted } from './field-value.ts';
import { queryLimits } from './limits.ts';
import { readStar } from './prefix.ts';
import { misread, type Note } from './problem.ts';
import type { Piece, Place } from './query-token.ts';
import { all } from './shape.ts';
import { isPassedOver, readBare } from './text-leaf.ts';
import type { Field, Query } from './tree.ts';

/** An operand, and whether it is a function word that other words make needless (`the`). */
export interface Operand {
  query: Query;
  isPassedOver: boolean;
}

/** Where the grammar stands in the text. */
export interface Reader {
  text: string;
  pieces: Piece[];
  /** The piece that is read next. */
  next: number;
  depth: number;
  leaves: number;
  notes: Note[];
}

/** One operand, or none. */
export function plain(query: Query | undefined): Operand[] {
  return query === undefined ? [] : [{ query, isPassedOver: false }];
}

/** Bare words, as far as they go in one run if `isRun`; a quote, an id, a star. */
export function readWords(reader: Reader, piece: Piece, field: Field, isRun: boolean): Operand[] {
  switch (piece.kind) {
    case 'everything':
      return plain(all);
    case 'id':
      return plain(counted(reader, piece, { kind: 'id', value: piece.id }));
    case 'quoted': {
      const query = readQuoted(piece.text, field);
      return plain(query && counted(reader, piece, query));
    }
    case 'star':
      return plain(counted(reader, piece, readStar(reader.text, piece, field)));
    default:
      return isRun && field === 'any' ? runOf(reader, piece) : bareOf(reader, piece, field, isRun);
  }
}

function runOf(reader: Reader, first: Piece): Operand[] {
  const run = [first as Piece & { kind: 'words' }];
  for (let next = reader.pieces[reader.next]; next?.kind === 'words'; next = reader.pieces[++reader.next])
    run.push(next);
  const { leaves, notes } = readRun(reader.text, run);
  reader.notes.push(...notes);
  return leaves.map((leaf) => ({ query: counted(reader, first, leaf), isPassedOver: isPassedOver(leaf) }));
}

/** Words of a field, with no run through negating words: `title:not` looks for that word. */
function bareOf(reader: Reader, piece: Piece, field: Field, isRun: boolean): Operand[] {
  let { end } = piece;
  while (isRun && reader.pieces[reader.next]?.kind === 'words')
    end = (reader.pieces[reader.next++] as Piece).end;
  return readBare(reader.text.slice(piece.at, end), field).map((leaf) => ({
    query: counted(reader, piece, leaf),
    isPassedOver: field === 'any' && isPassedOver(leaf),
  }));
}

/** The same query, its leaves counted. Throws `Misread` where there are too many. */
export function counted(reader: Reader, place: Place, query: Query): Query {
  reader.leaves += leavesIn(query);
  if (reader.leaves <= queryLimits.leaves) return query;
  const message = `A query looks for ${queryLimits.leaves} words, phrases and filters at most: leave out what follows.`;
  throw misread(place.at, reader.text.length - place.at, message);
}

function leavesIn(query: Query): number {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.reduce((sum, operand) => sum + leavesIn(operand), 0);
    case 'not':
      return leavesIn(query.of);
    default:
      return 1;
  }
}
