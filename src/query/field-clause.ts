/** Parses a field with its values, and notes other plausible readings of what follows. */

import { readValues, type ValuedField } from './field-value.ts';
import { isTextField, type PaperField } from './fields.ts';
import { readFilter } from './filter.ts';
import { counted, type ParserState, readWords } from './operand.ts';
import { Misread, replaced } from './problem.ts';
import type { QueryToken, SourceRange } from './query-token.ts';
import { allOf, anyOf, type Query } from './tree.ts';
import { isSurely } from './value-lexer.ts';

/** The filters or words of `cat:cs.AI,cs.LG`. Throws `Misread` where a value cannot be understood. */
export function readFilters(state: ParserState, token: ValuedField): Query {
  const { text } = state;
  // `Comments: 12 pages` is pasted text.
  const typed = text.slice(token.at, token.end);
  if (/^\p{Lu}\p{L}*:\s/u.test(typed) && !isTextField(token.field) && !isReadable(token)) {
    const words = readWords(state, { kind: 'words', at: token.at, end: token.end }, 'any', false);
    return allOf(words.map(({ query }) => query));
  }
  const first = counted(state, token, readValues(text, token, state.notes));
  noteOnThousands(state, token);
  const others: Query[] = [];
  for (let other = otherValue(state, token); other !== undefined; other = otherValue(state, token))
    others.push(counted(state, token, other));
  return others.length === 0 ? first : anyOf([first, ...others]);
}

/** `upvotes:>1 000`: a space is not part of a number. */
function noteOnThousands({ text, tokens, next, notes }: ParserState, { at, end }: SourceRange): void {
  const after = tokens[next];
  const digits = after?.kind === 'words' ? text.slice(after.at, after.end) : '';
  if (after === undefined || !/^\d{3}$/.test(digits) || !/\D\d{1,3}$/.test(text.slice(at, end))) return;
  const suggestion = replaced(text, end, after.end, digits);
  notes.push({ message: `\`${digits}\` is searched for as a word.`, suggestion });
}

function isReadable({ field, values }: ValuedField): boolean {
  return !isTextField(field) && values.items.every(({ text }) => readFilter(field, text) !== undefined);
}

/** The next value of `cat:cs.AI OR cs.LG`, where only the first value has the field's name. */
function otherValue(state: ParserState, token: ValuedField): Query | undefined {
  const { field } = token;
  if (field !== 'cat' && field !== 'year') return undefined;
  const joint = state.tokens[state.next];
  const isOr = joint?.kind === 'or';
  const next = state.tokens[state.next + (isOr ? 1 : 0)];
  const value = next === undefined ? '' : state.text.slice(next.at, next.end);
  if (next?.kind !== 'words' || !isSurely(field, value)) return undefined;
  if (isOr) {
    state.next += 2;
    return readFilter(field, value);
  }
  if (field === 'year') return undefined;
  const meant = replaced(state.text, token.end, next.end, `,${value}`);
  throw new Misread(next, `For several values of \`cat:\`, write commas between them.`, meant);
}

/** `author:kaiming he`: only the first word belongs to the field. */
export function noteOnName(state: ParserState, field: PaperField, first: QueryToken): void {
  const { text } = state;
  const next = state.tokens[state.next];
  if (next?.kind !== 'words' || next.isNegating || text.slice(first.end, next.at).trim() !== '') return;
  const [word, name] = [text.slice(first.at, first.end), text.slice(first.at, next.end)];
  const suggestion = replaced(text, first.at, next.end, `"${name}"`);
  state.notes.push({ message: `Only \`${word}\` is read as \`${field}:\`.`, suggestion });
}

/** `author:lecun and smith`: the second name does not belong to the field. */
export function noteOnNextName(
  { text, tokens, next, notes }: ParserState,
  field: PaperField,
  first: QueryToken,
): void {
  const [joint, second, after] = tokens.slice(next, next + 3);
  const isJoined = joint?.kind === 'and' || joint?.kind === 'or';
  if (!isJoined || second === undefined || second.kind !== first.kind || after?.kind === 'words') return;
  const [one, other] = [first, second].map(({ at, end }) => text.slice(at, end));
  const names = joint.kind === 'and' ? `(${one} ${other})` : `(${one} OR ${other})`;
  const suggestion = replaced(text, first.at, second.end, names);
  notes.push({ message: `\`${other}\` is searched for as text, not as \`${field}:\`.`, suggestion });
}
