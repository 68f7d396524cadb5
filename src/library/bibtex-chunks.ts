/** Cuts a BibTeX file into its entries by their braces, in one pass over the text. */

/** Where an entry begins outside all others; `me@host (x)` is an address. */
export const OPEN = /(?<![\w.])@[ \t]{0,20}([a-z]{1,40})\s{0,20}[{(]/i;
/** What counts within an entry: escapes, delimiters, and where another entry seems to begin. */
const WITHIN = /\\[\\{}]|[{})"]|(?:^[ \t]{0,20}|(?<![\w.]))@[ \t]{0,20}[a-z]{1,40}\s{0,20}[{(]/gim;

const AT_LINE = /^[ \t]{0,20}@[ \t]{0,20}[a-z]{1,40}\s{0,20}[{(]/gim;
/** Beyond this the end of an entry is not looked for by its braces. UTF-16 units. */
const MOST_LOOKED_AT = 500_000;

export interface Chunk {
  /** `article`, `string`: in lower case. */
  type: string;
  /** From its `@` to its end. */
  text: string;
}

/**
 * Yields the entries of a file, abbreviations and comments among them. An entry ends with its last brace, or before the next
 * entry where a brace is missing: at the start of a line, or between two fields.
 */
export function* chunksOf(text: string): Generator<Chunk> {
  const open = new RegExp(OPEN, 'gi');
  for (let start = open.exec(text); start !== null; start = open.exec(text)) {
    const end = endOf(text, open.lastIndex, start[0].endsWith('('));
    yield { type: (start[1] ?? '').toLowerCase(), text: text.slice(start.index, end) };
    open.lastIndex = end;
  }
}

/** Where the entry ends whose opening brace or parenthesis is before this place. */
function endOf(text: string, from: number, isRound: boolean): number {
  let depth = 1;
  let isQuoted = false;
  WITHIN.lastIndex = from;
  for (let found = WITHIN.exec(text); found !== null; found = WITHIN.exec(text)) {
    const [one] = found;
    if (found.index - from > MOST_LOOKED_AT) return nextLine(text, found.index);
    if (one === '{') depth += 1;
    else if (one === '}') depth -= 1;
    else if (one === ')' && isRound && depth === 1 && !isQuoted) depth = 0;
    else if (one === '"' && depth === 1) isQuoted = !isQuoted;
    else if (/@/.test(one)) {
      const isAtLine = found.index === 0 || /[\r\n]/.test(text[found.index - 1] ?? '') || /^[ \t]/.test(one);
      if (isAtLine || (depth === 1 && !isQuoted)) return found.index;
      // The brace that was taken with it.
      if (one.endsWith('{')) depth += 1;
    }
    if (depth === 0) return WITHIN.lastIndex;
  }
  return text.length;
}

/** Where the next entry begins at the start of a line, or the text ends. */
function nextLine(text: string, from: number): number {
  AT_LINE.lastIndex = from;
  return AT_LINE.exec(text)?.index ?? text.length;
}
