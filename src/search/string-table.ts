/** A sorted table of strings in two arrays: binary search, access by number, loading without a copy. */

/**
 * Strings one after the other, sorted. Each UTF-16 unit is encoded as UTF-8 encodes a code point, so that lone surrogates
 * survive and bytes sort as JavaScript compares strings. A `Map` of the same words takes six times the memory, and has to
 * be filled at every start.
 */
export interface StringTable {
  bytes: Uint8Array;
  /** Where each string begins; one more than there are strings. */
  starts: Uint32Array;
}

function lengthOf(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) length += unit > 0x7ff ? 2 : 1;
  }
  return length;
}

/** Writes a string from `at` on. Returns where it ends. */
function write(text: string, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x7f) bytes[at++] = unit;
    else if (unit <= 0x7ff) {
      bytes[at++] = 0xc0 | (unit >>> 6);
      bytes[at++] = 0x80 | (unit & 63);
    } else {
      bytes[at++] = 0xe0 | (unit >>> 12);
      bytes[at++] = 0x80 | ((unit >>> 6) & 63);
      bytes[at++] = 0x80 | (unit & 63);
    }
  }
  return at;
}

function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(lengthOf(text));
  write(text, bytes, 0);
  return bytes;
}

export function toStringTable(sorted: readonly string[]): StringTable {
  const starts = new Uint32Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) starts[i + 1] = starts[i]! + lengthOf(sorted[i]!);
  const bytes = new Uint8Array(starts[sorted.length]!);
  for (let i = 0; i < sorted.length; i++) write(sorted[i]!, bytes, starts[i]!);
  return { bytes, starts };
}

export function countOf(strings: StringTable): number {
  return strings.starts.length - 1;
}

/** Characters decoded at once, as the arguments of one call are limited. */
const piece = 4096;

export function stringAt({ bytes, starts }: StringTable, i: number): string {
  const end = starts[i + 1]!;
  let at = starts[i]!;
  let plain = at;
  while (plain < end && bytes[plain]! < 0x80) plain++;
  let text = '';
  for (; at < plain; at += piece)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(plain, at + piece)));
  for (at = plain; at < end; ) {
    const byte = bytes[at++]!;
    if (byte < 0x80) text += String.fromCharCode(byte);
    else if (byte < 0xe0) text += String.fromCharCode(((byte & 31) << 6) | (bytes[at++]! & 63));
    else {
      text += String.fromCharCode(((byte & 15) << 12) | ((bytes[at]! & 63) << 6) | (bytes[at + 1]! & 63));
      at += 2;
    }
  }
  return text;
}

/** Negative when string `i` sorts before the text. With `prefixOnly`, compares only as much as the text's length. */
function compareAt({ bytes, starts }: StringTable, i: number, text: Uint8Array, prefixOnly: boolean): number {
  const start = starts[i]!;
  const length = starts[i + 1]! - start;
  const common = Math.min(length, text.length);
  for (let k = 0; k < common; k++) {
    const difference = bytes[start + k]! - text[k]!;
    if (difference !== 0) return difference;
  }
  return prefixOnly && length >= text.length ? 0 : length - text.length;
}

/** The first string for which `compareAt` is at least zero, or with `past` above zero. */
function bound(strings: StringTable, text: Uint8Array, prefixOnly: boolean, past: boolean): number {
  let low = 0;
  let high = countOf(strings);
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareAt(strings, middle, text, prefixOnly);
    if (order < 0 || (past && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of a string, or -1. */
export function numberOf(strings: StringTable, text: string): number {
  const bytes = toBytes(text);
  const i = bound(strings, bytes, false, false);
  return i < countOf(strings) && compareAt(strings, i, bytes, false) === 0 ? i : -1;
}

/** The numbers of the strings with this prefix: from the first up to but excluding the second. */
export function rangeOf(strings: StringTable, start: string): [number, number] {
  const bytes = toBytes(start);
  return [bound(strings, bytes, true, false), bound(strings, bytes, true, true)];
}

/** Negative when string `i` of one table sorts before string `k` of another. Decodes neither. */
export function compareStrings(a: StringTable, i: number, b: StringTable, k: number): number {
  const startA = a.starts[i]!;
  const startB = b.starts[k]!;
  const lengthA = a.starts[i + 1]! - startA;
  const lengthB = b.starts[k + 1]! - startB;
  const common = Math.min(lengthA, lengthB);
  for (let at = 0; at < common; at++) {
    const difference = a.bytes[startA + at]! - b.bytes[startB + at]!;
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}
