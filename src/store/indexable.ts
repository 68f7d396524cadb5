/** Texts that are keys of tables, as every database can index them. */
import { createHash } from 'node:crypto';

/** An entry of an index of Postgres holds 2,704 bytes. */
const MOST_BYTES = 2_000;
const BEGINNING = 400;

/** The text itself, or its beginning and a hash where it is longer than an index holds. */
export function indexable(text: string): string {
  if (text.length * 3 <= MOST_BYTES || Buffer.byteLength(text) <= MOST_BYTES) return text;
  const hash = createHash('sha256').update(text).digest('hex');
  return `${text.slice(0, BEGINNING).toWellFormed()} ${hash}`;
}
