/** Parses one operand of a query: bare words, a quoted phrase, an id or a prefix. */

import { readRun } from './bare-words.ts';
import { readQuoted } from './field-value.ts';
import { readStar } from './prefix.ts';
import { misread, type Note } from './problem.ts';
import type { QueryToken, SourceRange } from './query-token.ts';
import { isPassedOver, readBare } from './text-leaf.ts';
import { all, type Field, type Query, queryLimits } from './tree.ts';

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
    case 'star':
      return plain(counted(state, token, readStar(state.text, token, field)));
    default:
      return isRun && field === 'any' ? runOf(state, token) : bareOf(state, token, field, isRun);
  }
}

function runOf(state: ParserState, first: QueryToken): Operand[] {
  const run = [first as QueryToken & { kind: 'words' }];
  for (let next = state.tokens[state.next]; next?.kind === 'words'; next = state.tokens[++state.next])
    run.push(next);
  const { leaves, notes } = readRun(state.text, run);
  state.notes.push(...notes);
  return leaves.map((leaf) => ({ query: counted(state, first, leaf), isPassedOver: isPassedOver(leaf) }));
}

/** Words of a field, where negating words have no meaning: `title:not` looks for that word. */
function bareOf(state: ParserState, token: QueryToken, field: Field, isRun: boolean): Operand[] {
  let { end } = token;
  while (isRun && state.tokens[state.next]?.kind === 'words')
    end = (state.tokens[state.next++] as QueryToken).end;
  return readBare(state.text.slice(token.at, end), field).map((leaf) => ({
    query: counted(state, token, leaf),
    isPassedOver: field === 'any' && isPassedOver(leaf),
  }));
}

/** Counts the leaves of the query and returns it. Throws `Misread` where there are too many. */
export function counted(state: ParserState, place: SourceRange, query: Query): Query {
  state.leaves += leavesIn(query);
  if (state.leaves <= queryLimits.leaves) return query;
  const message = `A query can have at most ${queryLimits.leaves} words, phrases and filters. Remove what follows.`;
  throw misread(place.at, state.text.length - place.at, message);
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
