/** Puts the abbreviations of a BibTeX file (`@string`) in the place of their names. */

/** Abbreviations of one file, and the length of one in UTF-16 units: more is no abbreviation. */
const MOST_NAMES = 5_000;
const MOST_VALUE = 1_000;
/** The beginning of a literal; or a name, with the equals sign that makes it the name of a field. */
const PART = /["{]|[a-z_][\w:+-]*\s*=?/gi;
/** One part of an abbreviation's text, and what comes after it. */
const VALUE = /\s*(?:(["{])|(\d+)|([a-z_][\w:+-]*))/iy;
const NEXT = /\s*([#})])/y;
const DELIMITER = /\\[\\{}]|[{}"]/g;

export type Strings = Map<string, string>;

/** Takes an abbreviation over: `@string{nn = "Neural Nets"}`. One that can't be read stays undefined, and is named where it is used. */
export function defineString(chunk: string, strings: Strings): void {
  const [head, written] = /^[^{(]*[{(]\s*([a-z_][\w:+-]*)\s*=/i.exec(chunk) ?? [];
  if (head === undefined || written === undefined) return;
  const name = written.toLowerCase();
  const value = valueAt(chunk, head.length, strings);
  if (value === undefined) strings.delete(name);
  else if (strings.has(name) || strings.size < MOST_NAMES) strings.set(name, value);
}

/** The text of parts with `#` between them, to the end of the chunk; undefined where it is something else, or too long. */
function valueAt(chunk: string, from: number, strings: Strings): string | undefined {
  let value = '';
  for (let at = from; value.length <= MOST_VALUE; ) {
    VALUE.lastIndex = at;
    const found = VALUE.exec(chunk);
    if (found === null) return undefined;
    const begin = VALUE.lastIndex - 1;
    const end = literalEnd(chunk, begin);
    const [, , number, name = ''] = found;
    const part =
      end === undefined ? (number ?? strings.get(name.toLowerCase())) : chunk.slice(begin + 1, end - 1);
    if (part === undefined) return undefined;
    value += part;
    NEXT.lastIndex = end ?? VALUE.lastIndex;
    const next = NEXT.exec(chunk)?.[1];
    if (next !== '#') return next === undefined || value.length > MOST_VALUE ? undefined : value;
    at = NEXT.lastIndex;
  }
  return undefined;
}

/**
 * The entry with texts instead of names, and the first name without a text in one of these fields. Linear: the result has at most
 * `most` UTF-16 units, or is cut there.
 */
export function withStrings(chunk: string, strings: Strings, fields: RegExp, most: number) {
  let made = '';
  let field = '';
  let from = 0;
  let unknown: { field: string; name: string } | undefined;
  PART.lastIndex = Math.max(0, chunk.indexOf(','));
  for (let found = PART.exec(chunk); found !== null && made.length <= most; found = PART.exec(chunk)) {
    const [part] = found;
    const end = literalEnd(chunk, found.index);
    const name = part.trim();
    if (end !== undefined) PART.lastIndex = end;
    else if (part.endsWith('=')) field = part.slice(0, -1).trim().toLowerCase();
    else if (strings.has(name.toLowerCase())) {
      made += `${chunk.slice(from, found.index)}{${strings.get(name.toLowerCase())}} `;
      from = PART.lastIndex;
    } else if (fields.test(field)) unknown ??= { field, name };
  }
  return { text: made + chunk.slice(from), unknown };
}

/** Where the literal ends that begins here, behind its delimiter; undefined where none begins. */
function literalEnd(text: string, from: number): number | undefined {
  const isQuoted = text[from] === '"';
  if (!isQuoted && text[from] !== '{') return undefined;
  let depth = 0;
  DELIMITER.lastIndex = isQuoted ? from + 1 : from;
  for (let found = DELIMITER.exec(text); found !== null; found = DELIMITER.exec(text)) {
    if (found[0] === '{') depth += 1;
    else if (found[0] === '}') depth -= 1;
    if (depth === 0 && found[0] === (isQuoted ? '"' : '}')) return DELIMITER.lastIndex;
  }
  return text.length;
}
