/** Tokenizes the values after a field's colon: one, a list (`cs.AI,cs.LG`) or a group (`(cs.AI OR cs.LG)`), each maybe excluded. */

import { readPaperId } from '../model/paper-id.ts';
import { bangs, closes, commas, dashes, opens, pipes, quotes } from './characters.ts';
import { monthPattern } from './date.ts';
import { type FieldName, fieldNamed } from './fields.ts';
import { Misread } from './problem.ts';
import { type FieldValue, type FieldValues, match } from './query-token.ts';

const number = "(?:\\d{1,3}(?:[,'\\u2019_]\\d{3})+(?!\\d)|\\d+(?:\\.\\d+)?)[km]?";
const sign = '(?:[<>\uff1c\uff1e]=?|=[<>=]?|!=|[\u2265\u2264\u2260])?[ \\t]*';
const rangeSign = '(?: [-\u2013\u2014] |\\.{2,3}|[-\u2013\u2014]|\\s+(?:to|through|until)\\s+)';
const end = `(?=[\\s${closes}${commas}${pipes}${quotes}]|$)`;
const quoted = new RegExp(`[${quotes}]([^${quotes}]*)[${quotes}]`, 'y');
/** A thousands separator is part of its number; `<https://...>` is how chat platforms write links. */
const plain = new RegExp(
  `${sign}(?:<[^<>\\s]*>|\\d{1,3}(?:,\\d{3})+(?!\\d)[^\\s${opens}${closes}${commas}${pipes}${quotes}]*|[^\\s${opens}${closes}${commas}${pipes}${quotes}]+)`,
  'y',
);
const numbers = new RegExp(`${sign}${number}(?:${rangeSign}${number})?\\+?${end}`, 'iy');
const day = '\\d{1,2}(?:st|nd|rd|th)?';
const dates = new RegExp(
  `(?:(?:${day}[ .-])?${monthPattern}[ .-](?:${day},? )?\\d{4}|\\d{4}[ -]${monthPattern})${end}`,
  'iy',
);
const minus = new RegExp(`[${dashes}]+(?=\\S)`, 'y');
const bang = new RegExp(`[${bangs}]+[ \\t]*(?=[^\\s=])`, 'y');
const saidNot = /(?:not|no)\s+(?=\S)/iy;
const separator = new RegExp(`\\s*[${commas}]\\s*`, 'y');
const spaces = /\s+/y;
const group = new RegExp(`[${opens}]`, 'y');
const groupEnd = new RegExp(`\\s*[${closes}]`, 'y');
const groupJoint = new RegExp(`\\s*(?:[${commas}${pipes}]+|(or)(?=\\s)|(and|&+)(?=\\s))\\s*`, 'iy');

export interface LexedValues {
  values: FieldValues;
  end: number;
}

/** The values that begin here; without items where there are none. */
export function valuesAt(text: string, start: number, field: FieldName): LexedValues {
  if (match(group, text, start) !== null) return groupAt(text, start, field);
  const not = match(saidNot, text, start);
  let at = start + (not?.[0].length ?? 0);
  const items: FieldValue[] = [];
  for (let item = itemAt(text, at, field); item !== undefined; item = nextItem(text, at, field)) {
    items.push(item);
    at = item.end;
  }
  return { values: { items, joint: 'or', isExcluded: not !== null }, end: at };
}

/** The value after a comma. After a space it must look like a value of this field: `cat:cs.AI, cs.LG`. */
function nextItem(text: string, at: number, field: FieldName): FieldValue | undefined {
  const comma = match(separator, text, at)?.[0];
  if (comma === undefined) return undefined;
  const item = itemAt(text, at + comma.length, field);
  if (item === undefined || isField(text, item.end - item.text.length)) return undefined;
  const isSure = !item.isQuoted && isSurely(field, item.text);
  return comma.length > 1 && !isSure ? undefined : item;
}

const named = /[<]?\p{L}[\p{L}_-]*(?:[:\uff1a]|\s*[<>\u2265\u2264]=?\s*\d)/uy;

/** Whether a field begins here. */
export function isField(text: string, at: number): boolean {
  return match(named, text, at) !== null;
}

const category = /^(?:cs|math|stat|eess|econ|physics|nlin|q-bio|q-fin|astro-ph|cond-mat)\.[a-z-]{2,}$/i;

/** Whether a word is almost certainly a value of this field. */
export function isSurely(field: FieldName, value: string): boolean {
  switch (fieldNamed(field).kind) {
    case 'category':
      return category.test(value);
    case 'id':
      return /[\p{L}\p{N}]$/u.test(value) && readPaperId(value) !== undefined;
    case 'number':
      return field === 'year' ? /^(?:19|20)\d\d$/.test(value) : /^[<>\u2265\u2264]/.test(value);
    default:
      return false;
  }
}

function itemAt(text: string, start: number, field: FieldName): FieldValue | undefined {
  const { kind } = fieldNamed(field);
  // `year:-2024` may mean `until 2024`, so it is neither an exclusion nor a number.
  const isMinus = kind !== 'number' && kind !== 'date';
  const not = match(bang, text, start) ?? (isMinus ? match(minus, text, start) : null);
  const at = start + (not?.[0].length ?? 0);
  const isExcluded = not !== null;
  const inQuotes = match(quoted, text, at);
  if (inQuotes !== null) {
    const [whole, inside = ''] = inQuotes;
    return { text: inside, isQuoted: true, isExcluded, at: start, end: at + whole.length };
  }
  const special = kind === 'number' ? numbers : kind === 'date' ? dates : undefined;
  const value = (special && match(special, text, at)) ?? match(plain, text, at);
  if (value === null) return undefined;
  return { text: value[0], isQuoted: false, isExcluded, at: start, end: at + value[0].length };
}

/** `cat:(cs.AI OR cs.LG)`, separated by `OR`, commas or spaces, or by `AND` where all must hold. */
function groupAt(text: string, start: number, field: FieldName): LexedValues {
  const items: FieldValue[] = [];
  const joints = new Set<'and' | 'or'>();
  let at = start + 1;
  at += match(spaces, text, at)?.[0].length ?? 0;
  for (;;) {
    const close = match(groupEnd, text, at);
    if (close !== null) {
      const joint = joints.has('and') ? 'and' : 'or';
      return { values: { items, joint, isExcluded: false }, end: at + close[0].length };
    }
    const said = match(saidNot, text, at)?.[0].length ?? 0;
    const item = itemAt(text, at + said, field);
    if (item === undefined || isOperator(item)) throw unclosed(text, start, at, field);
    items.push(said > 0 ? { ...item, isExcluded: !item.isExcluded } : item);
    const joint = match(groupJoint, text, item.end);
    if (joint !== null) joints.add(joint[2] === undefined ? 'or' : 'and');
    if (joints.size > 1) {
      const message = `Only one of \`AND\` and \`OR\` can stand inside \`${field}:( )\`.`;
      throw new Misread({ at: start, end: item.end }, message);
    }
    at = item.end + (joint ?? match(spaces, text, item.end) ?? [''])[0].length;
  }
}

function isOperator({ text, isQuoted }: FieldValue): boolean {
  return !isQuoted && /^(?:and|or|not)$/i.test(text);
}

function unclosed(text: string, start: number, at: number, field: FieldName) {
  if (at < text.length) {
    const { example } = fieldNamed(field);
    return new Misread({ at, end: at + 1 }, `\`${field}:( )\` takes only values, as in \`${example}\`.`);
  }
  const message = "This `(` isn't closed. Add a `)` where the group ends.";
  return new Misread({ at: start, end: start + 1 }, message, `${text.trimEnd()})`);
}
