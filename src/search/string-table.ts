/** A sorted table of strings in two arrays: binary search, access by number, loading without a copy. */
import { grown } from '../number-list.ts';

/**
 * Strings one after the other, sorted. A `Map` of the same words takes three times the memory, and has to be filled at every
 * start.
 */
export interface StringTable {
  /**
   * Each UTF-16 unit by itself as UTF-8 writes it (CESU-8): ASCII takes a byte, lone surrogates survive, and bytes sort as JavaScript
   * compares strings.
   */
  bytes: Uint8Array;
  /** Where each string begins; one more than there are strings. */
  starts: Uint32Array;
}

/** Most bytes of a unit. */
const widest = 3;

export function toStringTable(sorted: readonly string[]): StringTable {
  const starts = new Uint32Array(sorted.length + 1);
  let bytes = new Uint8Array(sorted.reduce((sum, text) => sum + text.length, 0));
  let at = 0;
  for (let i = 0; i < sorted.length; i++) {
    const text = sorted[i]!;
    if (at + widest * text.length > bytes.length) {
      const needed = sizeOf(text);
      if (at + needed > bytes.length) bytes = grown(bytes, Math.ceil(1.05 * bytes.length) + needed);
    }
    at = write(text, bytes, at);
    starts[i + 1] = at;
  }
  return { bytes: at === bytes.length ? bytes : bytes.slice(0, at), starts };
}

function sizeOf(text: string): number {
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    size += unit < 0x80 ? 1 : unit < 0x800 ? 2 : widest;
  }
  return size;
}

/** Returns where the text ends. */
function write(text: string, bytes: Uint8Array, from: number): number {
  let at = from;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes[at++] = unit;
    else {
      if (unit < 0x800) bytes[at++] = 0xc0 | (unit >>> 6);
      else {
        bytes[at++] = 0xe0 | (unit >>> 12);
        bytes[at++] = 0x80 | ((unit >>> 6) & 0x3f);
      }
      bytes[at++] = 0x80 | (unit & 0x3f);
    }
  }
  return at;
}

export function countOf(strings: StringTable): number {
  return strings.starts.length - 1;
}

/** Characters decoded at once, as the arguments of one call are limited. */
const piece = 4096;

export function stringAt({ bytes, starts }: StringTable, i: number): string {
  const end = starts[i + 1]!;
  let text = '';
  for (let at = starts[i]!; at < end; ) {
    const from = at;
    const until = Math.min(end, at + piece);
    while (at < until && bytes[at]! < 0x80) at++;
    text += String.fromCharCode(...bytes.subarray(from, at));
    if (at === until) continue;
    const first = bytes[at++]!;
    let unit = first < 0xe0 ? first & 0x1f : ((first & 0x0f) << 6) | (bytes[at++]! & 0x3f);
    unit = (unit << 6) | (bytes[at++]! & 0x3f);
    text += String.fromCharCode(unit);
  }
  return text;
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

/** Negative when string `i` sorts before a text. @param isPrefix compares only as much as the length of the text */
function compareText({ bytes, starts }: StringTable, i: number, text: Uint8Array, isPrefix: boolean): number {
  const start = starts[i]!;
  const length = starts[i + 1]! - start;
  const common = Math.min(length, text.length);
  for (let at = 0; at < common; at++) {
    const difference = bytes[start + at]! - text[at]!;
    if (difference !== 0) return difference;
  }
  return isPrefix && length >= text.length ? 0 : length - text.length;
}

/** The bytes of a text as a table has them. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(sizeOf(text));
  write(text, bytes, 0);
  return bytes;
}

/** The first string that does not sort before the text; with `isPast` the first that sorts after it. */
function bound(strings: StringTable, text: Uint8Array, isPrefix: boolean, isPast: boolean): number {
  let low = 0;
  let high = countOf(strings);
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareText(strings, middle, text, isPrefix);
    if (order < 0 || (isPast && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of a string, or -1. */
export function numberOf(strings: StringTable, text: string): number {
  const wanted = bytesOf(text);
  const i = bound(strings, wanted, false, false);
  return i < countOf(strings) && compareText(strings, i, wanted, false) === 0 ? i : -1;
}

/** The numbers of the strings with this prefix: from the first up to but excluding the second. */
export function rangeOf(strings: StringTable, start: string): [number, number] {
  const wanted = bytesOf(start);
  return [bound(strings, wanted, true, false), bound(strings, wanted, true, true)];
}
