/** Recognizes names after `author:` or `org:` that need no quotes: `author:Yann LeCun`, `author:kaiming he, yann lecun`. */
import { fold } from '../text/fold.ts';
import { closes, quotes } from './characters.ts';
import { type FieldValue, type FieldValues, match, type SourceRange } from './query-token.ts';

/** A capitalized word that is not an acronym, or an initial. */
const part =
  "(?!\\p{Lu}{2,}(?![\\p{L}\\p{M}]))\\p{Lu}(?:[\\p{L}\\p{M}'\\u2019-]+|\\.)?(?![\\p{L}\\p{M}\\p{N}:\\uff1a*])";
/** Such as the `van den` of `Aaron van den Oord`. */
const particles = 'van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten';
const particle = `(?:(?:${particles})[ ]+){0,3}`;
const full = new RegExp(`${part}(?:[ ]+${particle}${part}){1,4}`, 'uy');
const single = new RegExp(part, 'uy');
/** What may follow a list: the end, or something that cannot be part of a name. */
const after = `(?=\\s*(?:$|[\\n;\\uff1b${closes}]|[-!]\\p{L}|\\p{L}+:))`;
/** `LeCun, Yann` with nothing after it that continues the name. Two words on each side are two names. */
const oneComma = `(?:${part},[ ]+${part}(?:[ ]${part})?|${particle}${part}[ ]${part},[ ]*${part}|${part}[ ]${part},[ ]*\\p{Lu}\\.(?:[ ]?\\p{Lu}\\.)*)`;
const reversed = new RegExp(`${oneComma}${after}`, 'uy');
const between = /\s*(?:[,;\uff0c\uff1b]|\b(and|&)(?=\s)|\bor(?=\s)|&)\s*/iuy;

const operators = '(?!(?:and|or|not|no|but|without|AND|OR|NOT)\\b)';
const rest = "[\\p{L}\\p{M}'\\u2019.-]*(?![\\p{L}\\p{M}\\p{N}:\\uff1a*])";
/** A lowercase word of a name that cannot be an operator or a field. */
const small = `${operators}\\p{Ll}${rest}`;
const severalSmall = `${small}(?:[ ]+${small}){1,3}`;
const namesInSmall = new RegExp(`${severalSmall}(?:\\s*[,;][ ]*${severalSmall})+${after}`, 'uy');
const wordsInSmall = new RegExp(`${small}(?:[,;][ ]+${small})+${after}`, 'uy');
const anyWord = `${operators}\\p{L}${rest}`;
const anyWords = new RegExp(`${anyWord}(?:[,;][ ]+${anyWord})+${after}`, 'uy');
const inQuotes = new RegExp(
  `[${quotes}][^${quotes}]*[${quotes}](?:\\s*[,;][ ]*[${quotes}][^${quotes}]*[${quotes}])+`,
  'uy',
);

export interface Names extends SourceRange {
  values: FieldValues;
}

/**
 * The names that begin here: one name of several words, or several names. Undefined for a single word.
 * @param isPerson whether `LeCun, Yann` is one name
 */
export function namesAt(text: string, at: number, isPerson: boolean): Names | undefined {
  return listAt(text, at, namesInSmall) ?? inCapitals(text, at, isPerson);
}

/** `lora, peft` or `"kaiming he", "yann lecun"`: words or phrases separated by commas, with nothing after them. */
export function looseListAt(text: string, at: number, isPerson: boolean): Names | undefined {
  return listAt(text, at, isPerson ? wordsInSmall : anyWords) ?? listAt(text, at, inQuotes);
}

function listAt(text: string, at: number, pattern: RegExp): Names | undefined {
  const found = match(pattern, text, at)?.[0];
  if (found === undefined) return undefined;
  const items: FieldValue[] = [];
  for (const { 0: whole, 1: quoted, index } of found.matchAll(itemPattern)) {
    const start = at + index;
    items.push({ ...named(text, start, start + whole.trimEnd().length), text: quoted ?? whole.trim() });
  }
  return { at, end: at + found.length, values: { items, joint: 'or', isExcluded: false } };
}

const itemPattern = new RegExp(
  `[${quotes}]([^${quotes}]*)[${quotes}]|[^\\s,;${quotes}][^,;${quotes}]*`,
  'gu',
);

function named(text: string, at: number, end: number): FieldValue {
  return { at, end, text: text.slice(at, end), isQuoted: true, isExcluded: false };
}

/** Capitalized names, separated by `,`, `;`, `and` or `or`. */
function inCapitals(text: string, at: number, isPerson: boolean): Names | undefined {
  const items: FieldValue[] = [];
  const joints: RegExpExecArray[] = [];
  for (let place = at; ; ) {
    const isReversible = isPerson && !/^\s*,/.test(joints.at(-1)?.[0] ?? '');
    const found = (isReversible ? match(reversed, text, place) : null) ?? match(full, text, place);
    const name = found ?? (isFull(items[0]) ? null : match(single, text, place));
    if (name === null) break;
    items.push(named(text, place, place + name[0].length));
    const joint = match(between, text, place + name[0].length);
    if (joint === null || joint[0].includes('\n')) break;
    joints.push(joint);
    place += name[0].length + joint[0].length;
  }
  const [first, ...others] = items;
  const used = joints.slice(0, others.length);
  if (first === undefined || (others.length === 0 && !isFull(first))) return undefined;
  // `LeCun,Yann` are two values, as in lowercase.
  if (others.length > 0 && !items.some(isFull) && used.every(([joint]) => joint === ',')) return undefined;
  const joint = others.length > 0 && used.every(([, and]) => and !== undefined) ? 'and' : 'or';
  const values: FieldValues = { items, joint, isExcluded: false };
  const end = (items.at(-1) as FieldValue).end;
  return { at, end, values: others.length === 0 ? { ...values, isName: true } : values };
}

function isFull(item: FieldValue | undefined): boolean {
  return item !== undefined && /[\s,]/.test(item.text);
}

const suffix = /[,\uff0c]\s*(?:Jr|Sr|II|III|IV)\b\.?/giu;
const minor = new RegExp(`^(?:${particles}|\\p{L}\\.?)$`, 'iu');

/** Spanish and Portuguese given names that are often one of two: `José María`. */
const PAIRED = new Set(
  'ana angel antonio carlos cristina david eduardo elena enrique felipe fernando francisco gabriel ignacio isabel javier jesus joao joaquin jorge jose juan luis luisa luiz manuel maria miguel pablo paulo pedro rafael roberto teresa'.split(
    ' ',
  ),
);

/** `García Márquez, José María`: words after the comma that are given names alone. */
function isOfGiven(part: string): boolean {
  return part
    .trim()
    .split(/\s+/)
    .every((word) => PAIRED.has(fold(word)));
}

/** The names of a quoted value: `LeCun, Yann; He, Kaiming` and `Kaiming He, Yann LeCun` are two. */
export function namesIn(typed: string): string[] {
  return typed
    .replace(suffix, '')
    .split(/[;\uff1b]/)
    .flatMap((list) => {
      const parts = list.split(/[,\uff0c]/);
      const isOne =
        parts.length < 3 && (parts.some((one) => majorWords(one) < 2) || isOfGiven(parts[1] ?? ''));
      return isOne ? [list] : parts;
    })
    .map((name) => name.trim())
    .filter((name) => /\p{L}/u.test(name));
}

/** Without particles and initials. */
function majorWords(name: string): number {
  return name.split(/\s+/).filter((word) => word !== '' && !minor.test(word)).length;
}

/** `LeCun, Yann` as `Yann LeCun`. Undefined where it is not two parts with one comma between. */
export function turnedAround(name: string): string | undefined {
  const [last = '', first = '', ...others] = name.split(/[,\uff0c]/).map((one) => one.trim());
  return others.length > 0 || !/\p{L}/u.test(last) || !/\p{L}/u.test(first) ? undefined : `${first} ${last}`;
}
