/** Reads JSON Lines, one paper a line, into digests, one a day. */
import type { Digest } from '../model/paper.ts';
import { type InputRow, readRows } from './digests-by-day.ts';
import { glimpse, type Reading } from './reader.ts';

/** A longer line is skipped unread. Characters. */
const MAX_LINE = 1024 * 1024;

/** Reads the lines one by one; a line that is not a paper is skipped with its number. */
export function readJsonLines(text: string, reading: Reading): Digest[] {
  return readRows(toRows(text), reading);
}

function* toRows(text: string): Generator<InputRow> {
  let from = 0;
  for (let line = 1; from < text.length; line += 1) {
    const found = text.indexOf('\n', from);
    const end = found === -1 ? text.length : found;
    const place = { line, name: 'the line' };
    if (end - from > MAX_LINE) yield { ...place, broken: `it is ${end - from} characters long` };
    else {
      const own = text.slice(from, end).trim();
      if (own !== '') yield parseLine(own, place);
    }
    from = end + 1;
  }
}

function parseLine(text: string, place: { line: number; name: string }): InputRow {
  try {
    return { ...place, value: JSON.parse(text) };
  } catch {
    return { ...place, broken: `${glimpse(text, 30)} is not JSON` };
  }
}

/** Whether a text is JSON Lines: its first non-empty line is a complete object, and more follows. */
export function isJsonLines(text: string): boolean {
  const start = /\S/.exec(text)?.index ?? 0;
  const end = text.indexOf('\n', start);
  if (text[start] !== '{' || end === -1 || end - start > MAX_LINE) return false;
  return isObject(text.slice(start, end)) && /\S/.test(text.slice(end, end + 1000));
}

/** Whether one of the first lines is a complete object, for a text whose first line is damaged. */
export function hasJsonLine(text: string): boolean {
  return text
    .slice(0, MAX_LINE)
    .split('\n', 50)
    .some((line) => line.trimStart().startsWith('{') && isObject(line));
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  } catch {
    return false;
  }
}
