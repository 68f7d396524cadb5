/** Texts as Postgres can store them. */

const UNKNOWN = '\ufffd';

/** The text without what UTF-8 in Postgres cannot hold: NUL and halves of surrogate pairs become U+FFFD. */
export function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', UNKNOWN) : text).toWellFormed();
}

/** A parameter of a statement, with storable texts. */
export function storableParameter(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableParameter);
  return value;
}
