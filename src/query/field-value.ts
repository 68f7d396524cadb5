/** Converts a field's values to a query: each to a filter or to words, and a list to alternatives or conditions. */
import { type FieldName, fieldNamed, isNameField, isTextField, type PaperField } from './fields.ts';
import { type FilterName, isNarrowing, readFilter } from './filter.ts';
import { namesIn, turnedAround } from './person-names.ts';
import { readStar } from './prefix.ts';
import { meaningKey } from './print.ts';
import { misread, type Note, replaced } from './problem.ts';
import type { FieldValue, FieldValues, QueryToken } from './query-token.ts';
import { readBare, readPhrase } from './text-leaf.ts';
import { allOf, anyOf, type Field, not, type Query } from './tree.ts';

export type ValuedField = QueryToken & { kind: 'field'; values: FieldValues };

/** Throws `Misread` with the place of a value that cannot be understood. */
export function readValues(text: string, token: ValuedField, notes: Note[]): Query {
  const { field, values } = token;
  if (values.items.length === 0) throw valueMissing(token);
  const wanted: Query[] = [];
  const unwanted: Query[] = [];
  for (const item of values.items) {
    const query = readItem(text, token, item);
    const isUnwanted = query.kind === 'not' || item.isExcluded;
    addOnce(isUnwanted ? unwanted : wanted, query.kind === 'not' ? query.of : query);
  }
  const together = isBoth(field, values) || values.joint === 'and' || isNarrowing(wanted);
  const [first, ...others] = wanted;
  const positive = first === undefined ? [] : [together ? allOf(wanted) : anyOf([first, ...others])];
  addNote(text, token, notes);
  const all = allOf([...positive, ...unwanted.map(not)]);
  return values.isExcluded ? not(all) : all;
}

function addOnce(queries: Query[], query: Query): void {
  const key = meaningKey(query);
  if (!queries.some((other) => meaningKey(other) === key)) queries.push(query);
}

/** `author:lecun,yann` are two words of one name: both are required. */
function isBoth(field: FieldName, { items }: FieldValues): boolean {
  const isPlain = items.every(
    ({ text, isQuoted, isExcluded }) => !isQuoted && !isExcluded && !/\*$/.test(text),
  );
  return field === 'author' && items.length === 2 && isPlain;
}

function readItem(text: string, token: ValuedField, item: FieldValue): Query {
  const { field } = token;
  if (isTextField(field)) return readWordItem(text, token, field, item);
  const query = readFilter(field as FilterName, item.text);
  if (query !== undefined) return query;
  throw valueWrong(text, token, item);
}

function readWordItem(text: string, token: ValuedField, field: PaperField, item: FieldValue): Query {
  if (item.isQuoted) {
    const query = readQuoted(item.text, field);
    if (query !== undefined) return query;
  } else if (/[*\uff0a]/.test(item.text)) return readStar(text, item, field);
  else {
    const leaves = readBare(item.text, field);
    if (leaves.length > 0) return allOf(leaves);
  }
  throw valueWrong(text, token, item);
}

/** A phrase; for the author field a name, or any of several. Undefined where there is no word. */
export function readQuoted(typed: string, field: Field): Query | undefined {
  if (field !== 'author') return readName(typed, field);
  const names = namesIn(typed).flatMap((name) => readName(name, field) ?? []);
  const [first, ...others] = names;
  return first === undefined ? readName(typed, field) : anyOf([first, ...others]);
}

/** A name written `LeCun, Yann` matches in either order. */
function readName(typed: string, field: Field): Query | undefined {
  const turned = isNameField(field) ? turnedAround(typed) : undefined;
  const plain = readPhrase(turned === undefined ? typed : typed.replace(/[,\uff0c]/, ' '), field);
  const name = turned === undefined ? undefined : readPhrase(turned, field);
  return plain === undefined || name === undefined ? plain : anyOf([name, plain]);
}

function addNote(text: string, { field, values }: ValuedField, notes: Note[]): void {
  const [first, second] = values.items;
  if (first === undefined) return;
  const isComma = /^[^\s,]+, +[^\s,]+$/.test(text.slice(first.at, values.items.at(-1)?.end));
  if (values.isName && isComma) {
    const suggestion = replaced(text, first.at, first.end, `(${first.text.replace(/, +/, ' OR ')})`);
    notes.push({ message: `\`${first.text}\` is read as one name.`, suggestion });
  } else if (field === 'author' && values.items.length === 2 && isComma) {
    const one = replaced(text, first.at, second?.end ?? first.end, `"${first.text}, ${second?.text}"`);
    notes.push({
      message: `\`${first.text}\` and \`${second?.text}\` are read as two names.`,
      suggestion: one,
    });
  } else if (values.isName) {
    const [word = ''] = first.text.split(/[\s,]/);
    const suggestion = replaced(text, first.at, first.at + word.length, `"${word}"`);
    notes.push({ message: `\`${first.text}\` is read as one name.`, suggestion });
  } else if (second !== undefined && isBoth(field, values)) {
    const either = `(${first.text} OR ${second.text})`;
    const suggestion = replaced(text, first.at, second.end, either);
    notes.push({ message: `\`${first.text}\` and \`${second.text}\` are both looked for.`, suggestion });
  }
}

/** The problem of a field without a value. */
export function valueMissing(token: QueryToken & { kind: 'field' }) {
  const { example } = fieldNamed(token.field);
  return misread(
    token.at,
    token.end - token.at,
    `Write what to search for after this, such as \`${example}\`.`,
  );
}

/** The problem of an unreadable value. A single value is marked with its field, one of a list by itself. */
function valueWrong(text: string, token: ValuedField, item: FieldValue) {
  const { field, values } = token;
  const place = values.items.length === 1 ? token : item;
  const { example } = fieldNamed(field);
  const message = `I couldn't read \`${item.text}\` as a value of \`${field}:\`. Write it as in \`${example}\`.`;
  const minus = /^[-\u2212\u2013]\s*(\d.*)$/.exec(item.text)?.[1];
  const isAlone = minus !== undefined && values.items.length === 1;
  const suggestion = isAlone ? replaced(text, token.at, token.end, `-${field}:${minus}`) : undefined;
  return misread(place.at, place.end - place.at, message, suggestion);
}
