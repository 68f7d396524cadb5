/** The place in a query where a field may be named in, the field with its value out, or a problem with the name. */
import { type FieldName, fieldOf, nearestField } from './field.ts';
import { match, type Piece } from './piece.ts';
import { misread, replaced } from './problem.ts';

const wordFields: ReadonlySet<FieldName> = new Set([
  'title',
  'abstract',
  'keyword',
  'author',
  'org',
] as const);
const countName = '(?:upvotes?|votes|likes|stars?|comments?|years?)';
/** `upvotes > 20`, with no colon. */
const comparison = new RegExp(
  `(${countName})\\s*((?:[<>\uff1c\uff1e]=?|=[<>]?|[\u2265\u2264])\\s*\\d[\\dk]*)(?![\\p{L}\\p{N}])`,
  'iuy',
);
const namePattern = /([\p{L}][\p{L}_-]*)[:\uff1a](\s*)/uy;
const valuePattern =
  /(?:[<>\uff1c\uff1e]=?|=[<>]?|[\u2265\u2264])?[ \t]*(?:<[^<>\s]*>|[^\s()\uff08\uff09|,;"\u201c\u201d]+)/y;

export function fieldAt(text: string, at: number): Piece | undefined {
  const compared = match(comparison, text, at);
  if (compared !== null) {
    const field = fieldOf(compared[1] as string) as FieldName;
    return { kind: 'field', field, value: compared[2] as string, at, end: at + compared[0].length };
  }
  const named = match(namePattern, text, at);
  if (named === null) return undefined;
  const [whole, name, space] = named as unknown as [string, string, string];
  const field = fieldOf(name);
  const after = at + whole.length;
  const isSpaced = space !== '' || after === text.length;
  if (isSpaced && field !== undefined && ![field, `${field}s`].includes(name.toLowerCase())) return undefined;
  if (field === undefined) return refuseUnknown(text, at, name, isSpaced);
  // `Seeing the Abstract: Translating ...` is a title; a telephone writes a capital at the beginning alone.
  if (isSpaced && name !== name.toLowerCase() && text.slice(0, at).trim() !== '') return undefined;
  if (wordFields.has(field)) return { kind: 'field', field, at, end: after };
  const value = match(valuePattern, text, after)?.[0] ?? '';
  const end = unquotedEnd(text, after) ?? after + value.length;
  return isSpaced && !isLikely(field, value)
    ? undefined
    : { kind: 'field', field, value: unquoted(text, after) ?? value, at, end };
}

/** Whether the word after `stars: ` is a value, not the subtitle of a pasted title. */
function isLikely(field: FieldName, value: string): boolean {
  if (field === 'cat')
    return /^(?:[a-z-]+\.[a-z-]+|cs|math|stat|eess|physics|econ|nlin|q-bio|q-fin|[a-z]+-[a-z]{2,3})$/i.test(
      value,
    );
  return value === '' || field === 'id' || field === 'has' || /^[<>=\u2264\u2265]|\d/.test(value);
}

/** `year:"2024"`: the value without its quotes. */
function unquoted(text: string, at: number): string | undefined {
  return match(/["\u201c\u201d]([^"\u201c\u201d]*)["\u201c\u201d]/y, text, at)?.[1];
}

function unquotedEnd(text: string, at: number): number | undefined {
  const value = unquoted(text, at);
  return value === undefined ? undefined : at + value.length + 2;
}

/**
 * A name that is no field: a slip is answered with the field that was meant, a made-up field with the fields there
 * are. What has capitals or a space after the colon is a title that somebody pasted (`LoRA: Low-Rank Adaptation`).
 */
function refuseUnknown(text: string, at: number, name: string, isSpaced: boolean): undefined {
  const isLower = name === name.toLowerCase();
  const near = nearestField(name, name.length > 5 && !isSpaced ? 2 : 1);
  if (near !== undefined && (isSpaced ? isLower && name.length > 4 : name.length > 2)) {
    const meant = replaced(text, at, at + name.length, near);
    throw misread(at, name.length + 1, `There is no field \`${name}:\`. Did you mean \`${near}:\`?`, meant);
  }
  if (isSpaced || !/^[a-z]{2,15}$/.test(name) || text[at + name.length + 1] === ':') return undefined;
  const asWord = replaced(text, at + name.length, at + name.length + 1, ' ');
  throw misread(
    at,
    name.length + 1,
    `There is no field \`${name}:\`. The fields are title, abstract, keyword, author, org, cat, id, upvotes, stars, comments, year, after, before and has:code.`,
    asWord,
  );
}
