/** Sorts strings by number keys, and computes the rank of each. */
import { atOnce, type Slices } from './slices.ts';

/** Characters in a sort key, the highest code of each, and the range of the index beside them: 52 bits, exact in a double. */
const keyLength = 4;
const letterLimit = 127;
const numberSpan = 2 ** 24;

/** How many strings are looked at in some milliseconds. */
const stringsInSlice = 1 << 13;

/**
 * JavaScript sorts numbers twenty times faster than strings, so strings are sorted by their first letters as a number,
 * and only strings with the same first letters are compared.
 */
export function* orderInSlices(texts: readonly string[]): Slices<Uint32Array> {
  if (texts.length >= numberSpan) throw new RangeError('More distinct words than a segment can hold.');
  const keys = new Float64Array(texts.length);
  for (let from = 0; from < texts.length; from += stringsInSlice) {
    setKeys(keys, texts, from, Math.min(texts.length, from + stringsInSlice));
    yield;
  }
  keys.sort();
  yield;
  const order = Uint32Array.from(keys, (key) => key % numberSpan);
  for (let from = 0; from < order.length; ) {
    yield;
    from = sortAlike(order, keys, texts, from);
  }
  return order;
}

/** The order of strings, computed without a break. */
export function orderOf(texts: readonly string[]): Uint32Array {
  return atOnce(orderInSlices(texts));
}

function setKeys(keys: Float64Array, texts: readonly string[], from: number, to: number): void {
  for (let i = from; i < to; i++) keys[i] = keyOf(texts[i]!) * numberSpan + i;
}

/** Sorts those with the same first letters, from one on, for a slice. Returns where the next slice begins. */
function sortAlike(order: Uint32Array, keys: Float64Array, texts: readonly string[], from: number): number {
  const compare = (a: number, b: number) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b);
  const until = Math.min(order.length, from + stringsInSlice);
  let first = from;
  while (first < until) {
    const letters = Math.floor(keys[first]! / numberSpan);
    let last = first + 1;
    while (last < order.length && Math.floor(keys[last]! / numberSpan) === letters) last++;
    if (last - first > 1) order.subarray(first, last).sort(compare);
    first = last;
  }
  return first;
}

/** The first letters as a number, up to the first that is not ASCII: all of those count as equal. */
function keyOf(text: string): number {
  let key = 0;
  let isAscii = true;
  for (let k = 0; k < keyLength; k++) {
    const letter: number = isAscii && k < text.length ? Math.min(text.charCodeAt(k), letterLimit) : 0;
    isAscii &&= letter < letterLimit;
    key = key * 128 + letter;
  }
  return key;
}

/** The rank of each number in an order. */
export function placesIn(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]!] = place;
  return places;
}
