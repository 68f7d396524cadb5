/** Converts a field's values to a query: each to a filter or to words, and a list to alternatives or conditions. */

import { withoutTitles } from '../model/author-name.ts';
import { readPaperId } from '../model/paper-id.ts';
import { readSpellings } from './bare-leaves.ts';
import { type FieldName, fieldNamed, isNameField, isOfPeople, isTextField } from './fields.ts';
import { isNarrowing, readFilter } from './filter.ts';
import { nameReadings } from './name-readings.ts';
import { holdsName, withVariants } from './name-variants.ts';
import { namesIn, turnedAround } from './person-names.ts';
import { readStar } from './prefix.ts';
import { meaningKey } from './print.ts';
import { Misread, type Note, replaced } from './problem.ts';
import type { FieldValue, FieldValues, QueryToken } from './query-token.ts';
import { readPhrase } from './text-leaf.ts';
import { allOf, anyOf, type Field, not, type Query } from './tree.ts';

export type ValuedField = QueryToken & { kind: 'field'; values: FieldValues };

/** Throws `Misread` with the place of a value that cannot be understood. */
export function readValues(text: string, token: ValuedField, notes: Note[]): Query {
  const { field, values } = token;
  if (values.items.length === 0) throw valueMissing(token);
  const wanted: Query[] = [];
  const unwanted: Query[] = [];
  for (const item of values.items) {
    const query = readItem(text, field, item);
    if (query === undefined) throw valueWrong(text, token, item);
    const isUnwanted = query.kind === 'not' || item.isExcluded;
    addOnce(isUnwanted ? unwanted : wanted, query.kind === 'not' ? query.of : query);
  }
  // Also true when nothing is wanted, so that `anyOf` is never given an empty list.
  const together = isBoth(field, values) || values.joint === 'and' || isNarrowing(wanted);
  const positive = together ? allOf(wanted) : anyOf(wanted)!;
  addNote(text, token, notes);
  const query = allOf([positive, ...unwanted.map(not)]);
  return values.isExcluded ? not(query) : query;
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
  return isOfPeople(field) && items.length === 2 && isPlain;
}

function readItem(text: string, field: FieldName, item: FieldValue): Query | undefined {
  if (!isTextField(field)) return readFilter(field, item.text);
  if (item.isQuoted && !isOneWord(text, field, item)) return readQuoted(item.text, field);
  if (/[*\uff0a]/.test(item.text)) return readStar(text, item, field);
  const leaves = readSpellings(item.text, field);
  return leaves.length > 0 ? allOf(leaves) : undefined;
}

/** A word of a list that is typed without quotes, and so has synonyms: `keyword:lora, peft`. */
function isOneWord(text: string, field: Field, { at, end, text: value }: FieldValue): boolean {
  return !isNameField(field) && text.slice(at, end) === value && !/\s/.test(value);
}

/** A phrase; for the author field a name, or any of several. Undefined where there is no word. */
export function readQuoted(typed: string, field: Field): Query | undefined {
  const names = isOfPeople(field) ? namesIn(typed).flatMap((name) => readName(name, field) ?? []) : [];
  return anyOf(names) ?? readName(typed, field);
}

/** A name written `LeCun, Yann` matches in either order; a person's as papers write it otherwise, too. */
function readName(typed: string, field: Field): Query | undefined {
  if (isOfPeople(field)) {
    const persons = nameReadings(typed)
      .flatMap((name) => readPerson(name, field) ?? [])
      .map(withVariants);
    const asTyped = readPerson(typed.replace(/[,\uff0c]/, ' '), field);
    const isHeld = asTyped === undefined || persons.some((person) => holdsName(person, asTyped));
    return anyOf(isHeld ? persons : [...persons, withVariants(asTyped)]);
  }
  const turned = isNameField(field) ? turnedAround(typed) : undefined;
  const plain = readPhrase(turned === undefined ? typed : typed.replace(/[,\uff0c]/, ' '), field);
  const name = turned === undefined ? undefined : readPhrase(turned, field);
  return plain === undefined || name === undefined ? plain : anyOf([name, plain]);
}

/** The phrase of a name. A title may come first only when signs are gone, or the name is turned around: `LeCun, Dr. Yann`. */
function readPerson(name: string, field: Field) {
  const person = readPhrase(name, field);
  const plain = person && withoutTitles(person.text);
  return plain === undefined || plain === person?.text ? person : readPhrase(plain, field);
}

function addNote(text: string, { field, values }: ValuedField, notes: Note[]): void {
  const [first, second] = values.items;
  if (first === undefined) return;
  const isComma = /^[^\s,]+, +[^\s,]+$/.test(text.slice(first.at, values.items.at(-1)?.end));
  const note = (message: string, end: number, by: string) =>
    notes.push({ message, suggestion: replaced(text, first.at, end, by) });
  if (values.isName) {
    const message = `\`${first.text}\` is read as one name.`;
    const [word = ''] = first.text.split(/[\s,]/);
    if (isComma) note(message, first.end, `(${first.text.replace(/, +/, ' OR ')})`);
    else note(message, first.at + word.length, `"${word}"`);
  } else if (second !== undefined) {
    const both = `\`${first.text}\` and \`${second.text}\` are`;
    if (isOfPeople(field) && values.items.length === 2 && isComma)
      note(`${both} read as two names.`, second.end, `"${first.text}, ${second.text}"`);
    else if (isBoth(field, values))
      note(`${both} both looked for.`, second.end, `(${first.text} OR ${second.text})`);
  }
}

/** The problem of a field without a value. */
export function valueMissing(token: QueryToken & { kind: 'field' }) {
  const { example } = fieldNamed(token.field);
  return new Misread(token, `Write what to search for after this, such as \`${example}\`.`);
}

/** The problem of an unreadable value. A single value is marked with its field, one of a list by itself. */
function valueWrong(text: string, token: ValuedField, item: FieldValue) {
  const { field, values } = token;
  const place = values.items.length === 1 ? token : item;
  const { example } = fieldNamed(field);
  if (field === 'like' && readPaperId(item.text) !== undefined)
    return new Misread(
      place,
      `No paper \`${item.text}\` is stored here, so papers like it can't be found. One query can have \`like:\` of up to 5 papers.`,
    );
  const message = `I couldn't read \`${item.text}\` as a value of \`${field}:\`. Write it as in \`${example}\`.`;
  const minus = /^[-\u2212\u2013]\s*(\d.*)$/.exec(item.text)?.[1];
  const isAlone = minus !== undefined && values.items.length === 1;
  const suggestion = isAlone ? replaced(text, token.at, token.end, `-${field}:${minus}`) : undefined;
  return new Misread(place, message, suggestion);
}
