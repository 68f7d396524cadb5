/**
 * Rows of shelves on Postgres and the same rows as SQLite has them, whatever they hold: keys of every length, and values that are
 * damaged and that Postgres could not hold as they are.
 */
import type { Row } from '../bulk.ts';
import { keyOf, LONG, MARK, storedKey, storedValue } from './shelf-key.ts';

/** A JSON object, as Keyv writes them, that does not have the key in it already. */
const OBJECT = /^\{"(?!key":)/;
/** A key whose value was damaged, so that all of it that is left is how it was stored. */
const LOST = new RegExp(`^${LONG}.* [0-9a-f]{64}$`, 's');
const KEY_BESIDE = /^\{"key":("(?:[^"\\]|\\.)*"),/s;

/** A value that Postgres holds in another form, with its key where that is too long to be stored. */
type Kept = [value: string | null | { bytes: string }, key?: string];

/** @param row key, namespace and value as SQLite has them */
export function toStoredRow([key, namespace, value]: Row): Row {
  const known = String(key);
  const stored = LOST.test(known) ? known : storedKey(known);
  return [stored, namespace === '' ? null : (namespace ?? null), toStoredValue(known, stored, value ?? null)];
}

/** @param row key, namespace and value as they are stored here */
export function fromStoredRow([stored, namespace, text]: Row): Row {
  const name = namespace ?? '';
  if (typeof stored !== 'string' || (text !== null && typeof text !== 'string'))
    return [stored ?? '', name, text ?? null];
  const kept = text?.startsWith(MARK) ? readKept(text.slice(MARK.length)) : undefined;
  if (kept !== undefined) {
    const [value, key = keyOf(stored, '')] = kept;
    return [
      key,
      name,
      typeof value === 'object' && value !== null ? Buffer.from(value.bytes, 'base64') : value,
    ];
  }
  const [begin = '', quoted] = stored.startsWith(LONG) ? (KEY_BESIDE.exec(text ?? '') ?? []) : [];
  if (quoted !== undefined)
    return [JSON.parse(quoted) as string, name, `{${(text ?? '').slice(begin.length)}`];
  return [keyOf(stored, ''), name, text];
}

function toStoredValue(key: string, stored: string, value: Row[number]): string | null {
  const isLong = stored.startsWith(LONG) && stored !== key;
  if (typeof value === 'string' && !value.startsWith(MARK) && !value.includes('\0')) {
    if (!isLong) return value;
    if (OBJECT.test(value)) return storedValue(key, value);
  }
  if (value === null && !isLong) return null;
  const kept = value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value;
  return MARK + JSON.stringify(isLong ? [kept, key] : [kept]);
}

function readKept(text: string): Kept | undefined {
  try {
    const kept = JSON.parse(text) as unknown;
    return Array.isArray(kept) && kept.length > 0 && kept.length < 3 ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}
