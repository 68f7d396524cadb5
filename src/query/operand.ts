/** Parses one operand of a query: bare words, a quoted phrase, an id or a prefix. */

import { readAbout } from './about.ts';
import { readSpellings } from './bare-leaves.ts';
import { readRun, type WordToken } from './bare-words.ts';
import { readQuoted } from './field-value.ts';
import { readStar } from './prefix.ts';
import { Misread, type Note } from './problem.ts';
import type { QueryToken, SourceRange } from './query-token.ts';
import { isPassedOver } from './text-leaf.ts';
import {
  all,
  type Field,
  leavesOf,
  type Or,
  type Phrase,
  type Query,
  queryLimits,
  type Word,
} from './tree.ts';

/** An operand, and whether it is a function word that is ignored besides other words (`the`). */
export interface Operand {
  query: Query;
  isPassedOver: boolean;
}

/** The state of the parser. */
export interface ParserState {
  text: string;
  tokens: QueryToken[];
  /** The index of the next token. */
  next: number;
  depth: number;
  leaves: number;
  notes: Note[];
}

/** One operand, or none. */
export function plain(query: Query | undefined): Operand[] {
  return query === undefined ? [] : [{ query, isPassedOver: false }];
}

/** Bare words (all of them if `isRun`), a quote, an id or a prefix. */
export function readWords(state: ParserState, token: QueryToken, field: Field, isRun: boolean): Operand[] {
  switch (token.kind) {
    case 'everything':
      return plain(all);
    case 'id':
      return plain(counted(state, token, { kind: 'id', value: token.id }));
    case 'quoted': {
      const query = readQuoted(token.text, field);
      return plain(query && counted(state, token, query));
    }
    case 'about': {
      const query = readAbout(token.criterion);
      counted(state, token, query.words);
      return plain(query);
    }
    case 'star':
      return plain(counted(state, token, readStar(state.text, token, field)));
    default:
      return readLeaves(state, token as WordToken, field, isRun).map((leaf) => ({
        query: counted(state, token, leaf),
        isPassedOver: field === 'any' && leaf.kind !== 'or' && isPassedOver(leaf),
      }));
  }
}

/** The leaves of bare words. In a field negating words have no meaning: `title:not` looks for that word. */
function readLeaves(
  state: ParserState,
  first: WordToken,
  field: Field,
  isRun: boolean,
): (Word | Phrase | Or)[] {
  const run = [first];
  for (
    let next = state.tokens[state.next];
    isRun && next?.kind === 'words';
    next = state.tokens[++state.next]
  )
    run.push(next);
  if (!isRun || field !== 'any') return readSpellings(state.text.slice(first.at, run.at(-1)?.end), field);
  const { leaves, notes } = readRun(state.text, run);
  state.notes.push(...notes);
  return leaves;
}

/** Counts the leaves of the query and returns it. Throws `Misread` where there are too many. */
export function counted(state: ParserState, place: SourceRange, query: Query): Query {
  state.leaves += leavesOf(query).length;
  if (state.leaves <= queryLimits.leaves) return query;
  const message = `A query can have at most ${queryLimits.leaves} words, phrases and filters. Remove what follows.`;
  throw new Misread({ at: place.at, end: state.text.length }, message);
}
