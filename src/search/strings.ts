/** Sorted strings in, a table of two arrays out: found by halving, read by number, loaded without a copy. */

/**
 * Strings in the order of their UTF-16 units, one after the other. Units rather than UTF-8, because any
 * string survives them, and JavaScript's own order is theirs. A `Map` of the same words takes six times the memory
 * and has to be filled again at every start.
 */
export interface Strings {
  units: Uint16Array;
  /** Where each string begins; one more than there are strings. */
  starts: Uint32Array;
}

export function toStrings(sorted: readonly string[]): Strings {
  const starts = new Uint32Array(sorted.length + 1);
  let length = 0;
  for (let i = 0; i < sorted.length; i++) starts[i + 1] = length += sorted[i]!.length;
  const units = new Uint16Array(length);
  let at = 0;
  for (const text of sorted) for (let i = 0; i < text.length; i++) units[at++] = text.charCodeAt(i);
  return { units, starts };
}

export function countOf(strings: Strings): number {
  return strings.starts.length - 1;
}

export function stringAt({ units, starts }: Strings, i: number): string {
  // Long strings in pieces: the arguments of one call are limited.
  let text = '';
  const end = starts[i + 1]!;
  for (let at = starts[i]!; at < end; at += 4096)
    text += String.fromCharCode(...units.subarray(at, Math.min(end, at + 4096)));
  return text;
}

/** Below zero when string `i` sorts before `text`; `prefixOnly` looks no further than the text's own length. */
function compareAt({ units, starts }: Strings, i: number, text: string, prefixOnly: boolean): number {
  const start = starts[i]!;
  const length = starts[i + 1]! - start;
  const common = Math.min(length, text.length);
  for (let k = 0; k < common; k++) {
    const difference = units[start + k]! - text.charCodeAt(k);
    if (difference !== 0) return difference;
  }
  return prefixOnly && length >= text.length ? 0 : length - text.length;
}

/** The first string for which `compareAt` is at least (or, `past`, above) zero. */
function bound(strings: Strings, text: string, prefixOnly: boolean, past: boolean): number {
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
export function numberOf(strings: Strings, text: string): number {
  const i = bound(strings, text, false, false);
  return i < countOf(strings) && compareAt(strings, i, text, false) === 0 ? i : -1;
}

/** The numbers of the strings that begin with this: from the first, to before the second. */
export function rangeOf(strings: Strings, start: string): [number, number] {
  return [bound(strings, start, true, false), bound(strings, start, true, true)];
}
