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

/**
 * Negative when string `i` of one table sorts before string `k` of another. Decodes neither.
 * @param isPrefix compares only as much as the length of the second
 */
export function compareStrings(
  a: StringTable,
  i: number,
  b: StringTable,
  k: number,
  isPrefix = false,
): number {
  const startA = a.starts[i]!;
  const startB = b.starts[k]!;
  const lengthA = a.starts[i + 1]! - startA;
  const lengthB = b.starts[k + 1]! - startB;
  const common = Math.min(lengthA, lengthB);
  for (let at = 0; at < common; at++) {
    const difference = a.units[startA + at]! - b.units[startB + at]!;
    if (difference !== 0) return difference;
  }
  return isPrefix && lengthA >= lengthB ? 0 : lengthA - lengthB;
}

/** The first string that does not sort before the only one of `wanted`; with `isPast` the first that sorts after it. */
function bound(strings: StringTable, wanted: StringTable, isPrefix: boolean, isPast: boolean): number {
  let low = 0;
  let high = countOf(strings);
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareStrings(strings, middle, wanted, 0, isPrefix);
    if (order < 0 || (isPast && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of a string, or -1. */
export function numberOf(strings: StringTable, text: string): number {
  const wanted = toStringTable([text]);
  const i = bound(strings, wanted, false, false);
  return i < countOf(strings) && compareStrings(strings, i, wanted, 0) === 0 ? i : -1;
}

/** The numbers of the strings with this prefix: from the first up to but excluding the second. */
export function rangeOf(strings: StringTable, start: string): [number, number] {
  const wanted = toStringTable([start]);
  return [bound(strings, wanted, true, false), bound(strings, wanted, true, true)];
}
