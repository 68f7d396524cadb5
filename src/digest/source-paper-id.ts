/** Reads the id of a paper as sources write it: text, an address, or a number that lost its zeros. */
import { readPaperId } from '../model/paper-id.ts';
import { withoutInvisible } from '../text/invisible.ts';

/** The longest id or address, in characters. */
const MAX_LENGTH = 2000;

/** The canonical id, with the zeros restored that some responses drop from arXiv's five digits. */
export function toId(value: unknown): string | undefined {
  const text = typeof value === 'number' ? numberedId(value) : value;
  if (typeof text !== 'string') return undefined;
  const plain = withoutInvisible(text.slice(0, MAX_LENGTH))
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(\d{4})\.(\d{1,3})$/, restoreZeros);
  return readPaperId(plain) ?? (plain === '' ? undefined : plain);
}

/** Some search responses contain `2406.105` for `2406.00105`. Until 2014 arXiv's numbers had four digits. */
function restoreZeros(_all: string, month: string, number: string): string {
  return `${month}.${number.padStart(digitsOf(month), '0')}`;
}

/** An id that was written as a number has lost the zeros at its end. */
function numberedId(value: number): string | undefined {
  const [month = '', number] = String(value).padStart(4, '0').split('.');
  if (number === undefined || month.length > 4) return Number.isFinite(value) ? String(value) : undefined;
  return `${month.padStart(4, '0')}.${number.padEnd(digitsOf(month), '0')}`;
}

function digitsOf(month: string): number {
  return Number(month) >= 1501 ? 5 : 4;
}
