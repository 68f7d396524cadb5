/** Parses the tokens of a query into a tree, or reports what is missing and where. */

import { aboutsIn, withGates } from './about.ts';
import { noteOnName, noteOnNextName, readFilters } from './field-clause.ts';
import { valueMissing } from './field-value.ts';
import { fieldNamed, isNameField, type PaperField } from './fields.ts';
import { tokenize } from './lexer.ts';
import { type Operand, type ParserState, plain, readWords } from './operand.ts';
import { Misread, type Note, replaced } from './problem.ts';
import type { QueryToken } from './query-token.ts';
import { allOf, anyOf, type Field, not, type Query, queryLimits } from './tree.ts';

/** Throws `Misread` where the text cannot be understood. `notes` are other plausible readings. */
export function readQuery(text: string): { query: Query; notes: Note[] } {
  if (text.length > queryLimits.length) {
    const extra = { at: queryLimits.length, end: text.length };
    throw new Misread(extra, `A query has at most ${extra.at} characters; this has ${extra.end}.`);
  }
  const state: ParserState = { text, tokens: tokenize(text), next: 0, depth: 0, leaves: 0, notes: [] };
  const query = readEither(state, 'any');
  const stray = state.tokens[state.next];
  if (stray !== undefined) {
    const without = replaced(text, stray.at, stray.end, ' ');
    throw new Misread(stray, 'This `)` has no matching `(`. Remove it, or add a `(` before it.', without);
  }
  if (query === undefined) {
    throw new Misread(
      { at: 0, end: text.length },
      'There are no words to search for here. Write one or more, such as `continual learning`.',
    );
  }
  return { query: withGates(query, { at: 0, end: text.length }), notes: state.notes };
}

/** `a b OR c d`, up to a closing parenthesis or the end. Undefined where there is nothing. */
function readEither(state: ParserState, field: Field): Query | undefined {
  const sides: Query[] = [];
  for (;;) {
    const side = readEach(state, field);
    if (side !== undefined) sides.push(side);
    const token = state.tokens[state.next];
    if (token?.kind !== 'or') break;
    state.next++;
    if (side === undefined || !canFollow(state)) throw sidesMissing(state, token);
  }
  return anyOf(sides);
}

/** Everything up to `OR`, a closing parenthesis or the end. */
function readEach(state: ParserState, field: Field): Query | undefined {
  const operands: Operand[] = [];
  for (let token = state.tokens[state.next]; token !== undefined; token = state.tokens[state.next]) {
    if (token.kind === 'close' || (token.kind === 'or' && isOperator(state, token, operands))) break;
    if (token.kind === 'and' && isOperator(state, token, operands)) state.next++;
    else operands.push(...readOperand(state, field, true));
  }
  const kept = operands.filter((operand) => !operand.isPassedOver);
  const isNeedless = kept.some((operand) => operand.query.kind !== 'not');
  const chosen = (isNeedless ? kept : operands).map((operand) => operand.query);
  return chosen.length === 0 ? undefined : allOf(chosen);
}

/** Lowercase `or` and `and` without operands on both sides are words; in capitals that is a problem. */
function isOperator(
  state: ParserState,
  token: QueryToken & { kind: 'and' | 'or' },
  before: readonly Operand[],
): boolean {
  const joins = before.length > 0 && canFollow({ ...state, next: state.next + 1 });
  if (token.kind === 'or') return joins || token.loud;
  if (!joins && token.loud) throw sidesMissing(state, token);
  return joins || token.end - token.at !== 3;
}

/** Whether an operand begins here. */
function canFollow(state: ParserState): boolean {
  const token = state.tokens[state.next];
  return token !== undefined && token.kind !== 'close' && token.kind !== 'or' && token.kind !== 'and';
}

function sidesMissing({ text }: ParserState, token: QueryToken): Misread {
  const typed = text.slice(token.at, token.end);
  const without = replaced(text, token.at, token.end, ' ');
  return new Misread(token, `\`${typed}\` needs something to search for on both sides.`, without);
}

/** @param isRun whether several bare words are one operand */
function readOperand(state: ParserState, field: Field, isRun: boolean): Operand[] {
  const token = state.tokens[state.next++] as QueryToken;
  switch (token.kind) {
    case 'not':
      return readExcluded(state, token, field);
    case 'open':
      return plain(readGroup(state, token, field));
    case 'field':
      return plain(readField(state, token));
    default:
      return readWords(state, token, field, isRun);
  }
}

function readExcluded(state: ParserState, sign: QueryToken & { kind: 'not' }, field: Field): Operand[] {
  const { text } = state;
  const next = state.tokens[state.next];
  if (!canFollow(state)) {
    const without = replaced(text, sign.at, sign.end, ' ');
    const message = 'Write what to exclude after this, such as `-video`.';
    throw new Misread(sign, message, without);
  }
  if (next?.kind === 'not') throw twice(state, sign, next);
  const query = readPrimary(state, field);
  // `-title:-video`
  if (next?.kind === 'field' && query?.kind === 'not') throw twice(state, sign, next);
  if (query !== undefined && aboutsIn(query).length > 0) {
    const message =
      "`about:` can't be excluded. Say in the sentence what you don't want, as in `about: RLHF, not benchmarks`.";
    throw new Misread(sign, message);
  }
  if (next?.kind === 'words' && !sign.loud) addNote(state, sign);
  return query === undefined ? [] : plain(not(query));
}

/** The problem of a double exclusion, which could mean an exclusion or its opposite. */
function twice(state: ParserState, first: QueryToken, second: QueryToken): Misread {
  const end = second.kind === 'not' ? second.end : first.end;
  const gap = /^\s*/.exec(state.text.slice(end)) as RegExpExecArray;
  const once = replaced(state.text, first.at, end + gap[0].length, second.kind === 'not' ? '-' : '');
  const message = 'This is a double exclusion. Exclude it once.';
  return new Misread({ at: first.at, end: second.end }, message, once);
}

function addNote({ text, notes }: ParserState, sign: QueryToken): void {
  if (text.includes('"')) return;
  const word = text.slice(sign.at, sign.end);
  notes.push({ message: `\`${word}\` excludes what follows.`, suggestion: `"${text.trim()}"` });
}

/** A single operand; of several bare words only the first. */
function readPrimary(state: ParserState, field: Field): Query | undefined {
  const operands = readOperand(state, field, false);
  return operands.length === 0 ? undefined : allOf(operands.map((operand) => operand.query));
}

function readGroup(state: ParserState, open: QueryToken, field: Field): Query | undefined {
  if (++state.depth > queryLimits.depth) {
    throw new Misread(open, `Parentheses can be nested at most ${queryLimits.depth} deep.`);
  }
  const query = readEither(state, field);
  if (state.tokens[state.next] === undefined) {
    const message = "This `(` isn't closed. Add a `)` where the group ends.";
    throw new Misread(open, message, mended(state, open));
  }
  state.next++;
  state.depth--;
  return query;
}

/** The text with the group closed, or without a parenthesis that groups nothing. */
function mended({ text, tokens, depth }: ParserState, open: QueryToken): string {
  const at = tokens.indexOf(open);
  const before = tokens[at - 1]?.kind;
  const isNeeded =
    before === 'field' || before === 'not' || tokens.slice(at).some(({ kind }) => kind === 'or');
  return depth > 1 || isNeeded
    ? `${text.trimEnd()}${')'.repeat(depth)}`
    : replaced(text, open.at, open.end, ' ');
}

function readField(state: ParserState, token: QueryToken & { kind: 'field' }): Query | undefined {
  if (token.values !== undefined) return readFilters(state, { ...token, values: token.values });
  const isExcluded = state.tokens[state.next]?.kind === 'not';
  if (isExcluded) state.next++;
  const next = state.tokens[state.next];
  if (!canFollow(state) || ['not', 'field', 'about'].includes(next?.kind ?? '')) throw valueMissing(token);
  const field = token.field as PaperField;
  const query = readPrimary(state, field);
  if (next !== undefined && isNameField(field) && !fieldNamed(field).traits.isOneWord) {
    if (next.kind === 'words') noteOnName(state, field, next);
    if (next.kind === 'words' || next.kind === 'quoted') noteOnNextName(state, field, next);
  }
  return query !== undefined && isExcluded ? not(query) : query;
}
