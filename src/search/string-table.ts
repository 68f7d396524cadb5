/** A sorted table of strings in two arrays: binary search, access by number, loading without a copy. */
import { unitsOf } from '../text/character-kinds.ts';

/**
 * Strings one after the other, sorted. A `Map` of the same words takes three times the memory, and has to be filled at every
 * start.
 */
export interface StringTable {
  /** UTF-16 units, so that lone surrogates survive and strings sort as JavaScript compares them. */
  units: Uint16Array;
  /** Where each string begins; one more than there are strings. */
  starts: Uint32Array;
}

export function toStringTable(sorted: readonly string[]): StringTable {
  const starts = new Uint32Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) starts[i + 1] = starts[i]! + sorted[i]!.length;
  return { units: unitsOf(sorted.join('')), starts };
}

export function countOf(strings: StringTable): number {
  return strings.starts.length - 1;
}

/** Characters decoded at once, as the arguments of one call are limited. */
const piece = 4096;

export function stringAt({ units, starts }: StringTable, i: number): string {
  const end = starts[i + 1]!;
  let text = '';
  for (let at = starts[i]!; at < end; at += piece)
    text += String.fromCharCode(...units.subarray(at, Math.min(end, at + piece)));
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
    const difference = a.units[startA + at]! - b.units[startB + at]!;
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** Negative when string `i` sorts before a text. @param isPrefix compares only as much as the length of the text */
function compareText({ units, starts }: StringTable, i: number, text: string, isPrefix: boolean): number {
  const start = starts[i]!;
  const length = starts[i + 1]! - start;
  const common = Math.min(length, text.length);
  for (let at = 0; at < common; at++) {
    const difference = units[start + at]! - text.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return isPrefix && length >= text.length ? 0 : length - text.length;
}

/** The first string that does not sort before the text; with `isPast` the first that sorts after it. */
function bound(strings: StringTable, text: string, isPrefix: boolean, isPast: boolean): number {
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
  const i = bound(strings, text, false, false);
  return i < countOf(strings) && compareText(strings, i, text, false) === 0 ? i : -1;
}

/** The numbers of the strings with this prefix: from the first up to but excluding the second. */
export function rangeOf(strings: StringTable, start: string): [number, number] {
  return [bound(strings, start, true, false), bound(strings, start, true, true)];
}
