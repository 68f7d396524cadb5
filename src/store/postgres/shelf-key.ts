/**
 * Keys of shelves as Postgres can store and index them. A NUL is escaped. Of a key that is too long for an index, its beginning and a
 * hash are stored; the whole key then stands beside the value.
 */
import { indexable } from '../indexable.ts';

/** Begins what is not stored as it is. A key that contains the character is itself escaped. */
export const MARK = '\u0001';
export const LONG = `${MARK}h`;

export function storedKey(key: string): string {
  const escaped =
    key.includes('\0') || key.includes(MARK)
      ? key.replaceAll(MARK, `${MARK}1`).replaceAll('\0', `${MARK}0`)
      : key;
  const short = indexable(escaped);
  return short === escaped ? escaped : `${LONG}${short}`;
}

/** The text of a value, a JSON object, with the key in it when that is too long to be stored as one. */
export function storedValue(key: string, text: string): string {
  return storedKey(key).startsWith(LONG) ? `{"key":${JSON.stringify(key)},${text.slice(1)}` : text;
}

/** The key of a row. A long one whose value is damaged is lost, and stays as it is stored. */
export function keyOf(stored: string, text: string): string {
  if (stored.startsWith(LONG)) return readKey(text) ?? stored;
  return stored.includes(MARK) ? stored.replaceAll(`${MARK}0`, '\0').replaceAll(`${MARK}1`, MARK) : stored;
}

function readKey(text: string): string | undefined {
  try {
    const { key } = JSON.parse(text) as { key?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
