/** Tokenizes a field's name with its colon or comparison and its values, and reports names that are not fields. */
import { readPaperId } from '../model/paper-id.ts';
import {
  type FieldName,
  fieldNamed,
  fieldOf,
  fields,
  isNameField,
  isOfPeople,
  isTextField,
  nearestField,
  numberFields,
} from './fields.ts';
import { looseListAt, namesAt } from './person-names.ts';
import { Misread, replaced } from './problem.ts';
import { type FieldValues, match, type QueryToken } from './query-token.ts';
import { isField, isSurely, type LexedValues, valuesAt } from './value-lexer.ts';

const numberNames = numberFields.flatMap(({ name, aliases }) => [name, ...aliases]);
/** `upvotes > 20`, with no colon. */
const comparison = new RegExp(
  `(${numberNames.join('|')})\\s*(?=(?:!?[<>\uff1c\uff1e]=?|=[<>=]?|!=|[\u2265\u2264\u2260])\\s*\\d)`,
  'iuy',
);
/** `upvotes>many`: a comparison without a number. */
const compared = new RegExp(`(${numberNames.join('|')})[<>\u2265\u2264]=?[\\p{L}]+`, 'iuy');
/** `cat=cs.AI` means `cat:cs.AI`. */
const namePattern = /([\p{L}][\p{L}_-]*)( ?)(?:[:\uff1a]|=(?=[^\s=]))(\s*)/uy;

const fieldList = fields
  .map(({ name }) => name)
  .join(', ')
  .replace(/, (\w+)$/, ' and $1:code');

/** The field whose name begins here. Throws `Misread` for a misspelled or unknown field name. */
export function fieldAt(text: string, at: number): QueryToken | undefined {
  return comparedAt(text, at) ?? namedAt(text, at);
}

function comparedAt(text: string, at: number): QueryToken | undefined {
  const wrong = match(compared, text, at);
  if (wrong !== null) {
    const { example } = fieldNamed(fieldOf(wrong[1] as string) as FieldName);
    const place = { at, end: at + wrong[0].length };
    throw new Misread(place, `This comparison needs a number, as in \`${example}\`.`);
  }
  const name = match(comparison, text, at);
  if (name === null) return undefined;
  const field = fieldOf(name[1] as string) as FieldName;
  return tokenOf(field, at, valuesAt(text, at + name[0].length, field));
}

function tokenOf(field: FieldName, at: number, { values, end }: LexedValues): QueryToken {
  return { kind: 'field', field, values, at, end };
}

function namedAt(text: string, at: number): QueryToken | undefined {
  const named = match(namePattern, text, at);
  if (named === null) return undefined;
  const [whole, name, gap, space] = named as unknown as [string, string, string, string];
  const field = fieldOf(name);
  const after = at + whole.length;
  const isSpaced = space !== '' || after === text.length;
  if (gap !== '' && name !== field) return undefined;
  if (whole.endsWith('=') && (field === undefined || gap !== '')) return undefined;
  if (isSpaced && field !== undefined && ![field, `${field}s`].includes(name.toLowerCase())) return undefined;
  if (field === undefined) return refuseUnknown(text, at, name, isSpaced);
  // `Seeing the Abstract: Translating ...` is a title; phones capitalize only the first word.
  if (isSpaced && name !== name.toLowerCase() && text.slice(Math.max(0, at - 100), at).trim() !== '')
    return undefined;
  if (isSpaced && fieldNamed(field).traits.isInTitles && text.slice(0, at).trim() !== '') return undefined;
  if (isTextField(field)) {
    const values = wordsAt(text, after, field);
    return values === undefined ? { kind: 'field', field, at, end: after } : tokenOf(field, at, values);
  }
  const found = valuesAt(text, after, field);
  const isLikely = !(isSpaced || gap !== '') || isLikelyValue(field, found.values);
  return isLikely ? tokenOf(field, at, found) : undefined;
}

/** A list, or a name of several words. Undefined for a single word, quote or group, which the grammar parses. */
function wordsAt(text: string, at: number, field: FieldName): LexedValues | undefined {
  const isName = isNameField(field);
  const names = isName ? namesAt(text, at, isOfPeople(field)) : undefined;
  const loose =
    names ?? (isName || field === 'keyword' ? looseListAt(text, at, isOfPeople(field)) : undefined);
  if (loose !== undefined) return loose;
  if (/[(\uff08]/.test(text[at] ?? '') || isField(text, at)) return undefined;
  const list = valuesAt(text, at, field);
  return list.values.items.length > 1 && !list.values.isExcluded ? list : undefined;
}

/** Whether what follows a name and a space (`year: 2024`) is a value, not the subtitle of a pasted title. */
function isLikelyValue(field: FieldName, { items }: FieldValues): boolean {
  const [first] = items;
  const value = first?.text ?? '';
  if (field === 'like') return readPaperId(value) !== undefined;
  if (value === '' || field === 'id' || field === 'has') return true;
  if (field !== 'cat') return /^[<>=\u2265\u2264]|\d/.test(value);
  return (
    isSurely(field, value) ||
    /^(?:cs|math|stat|eess|physics|econ|nlin|[a-z]+-[a-z]{2,3}|[a-z-]+\.[a-z-]+)$/i.test(value)
  );
}

/**
 * A name that is not a field. Throws `Misread` with the field that was meant for a misspelling, or with all fields for an
 * unknown one. Text with capitals or a space after the colon is a pasted title (`LoRA: Low-Rank Adaptation`).
 */
function refuseUnknown(text: string, at: number, name: string, isSpaced: boolean): undefined {
  const end = at + name.length;
  const place = { at, end: end + 1 };
  const isLower = name === name.toLowerCase();
  const near = nearestField(name, name.length > 5 && !isSpaced ? 2 : 1);
  if (near !== undefined && (isSpaced ? isLower && name.length > 4 : name.length > 2)) {
    const meant = replaced(text, at, end, near);
    throw new Misread(place, `There is no field \`${name}:\`. Did you mean \`${near}:\`?`, meant);
  }
  if (isSpaced || !/^[a-z]{2,15}$/.test(name) || text[end + 1] === ':') return undefined;
  const asWord = replaced(text, end, end + 1, ' ');
  throw new Misread(place, `There is no field \`${name}:\`. The fields are ${fieldList}.`, asWord);
}
