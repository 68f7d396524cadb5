/** Sorts strings by number keys, and computes the rank of each. */

/** Characters in a sort key, the highest code of each, and the range of the index beside them: 52 bits, exact in a double. */
const keyLength = 4;
const letterLimit = 127;
const numberSpan = 2 ** 24;

/**
 * JavaScript sorts numbers twenty times faster than strings, so strings are sorted by their first letters as a number,
 * and only strings with the same first letters are compared.
 */
export function orderOf(texts: readonly string[]): Uint32Array {
  if (texts.length >= numberSpan) throw new RangeError('More distinct words than a segment can hold.');
  const keys = new Float64Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    keys[i] = keyOf(text) * numberSpan + i;
  }
  keys.sort();
  const order = Uint32Array.from(keys, (key) => key % numberSpan);
  const compare = (a: number, b: number) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b);
  const lettersOf = (i: number) => Math.floor(keys[i]! / numberSpan);
  for (let first = 0; first < order.length; ) {
    let last = first + 1;
    while (last < order.length && lettersOf(last) === lettersOf(first)) last++;
    if (last - first > 1) order.subarray(first, last).sort(compare);
    first = last;
  }
  return order;
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
