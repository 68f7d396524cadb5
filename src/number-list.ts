/** A growable list of unsigned 32-bit integers, stored in a typed array: four bytes each and nothing to garbage-collect. */

export interface NumberList {
  values: Uint32Array;
  length: number;
}

export function createNumberList(capacity = 64): NumberList {
  return { values: new Uint32Array(capacity), length: 0 };
}

/** A copy of an array with room for more. */
export function grown<Numbers extends Uint8Array | Uint32Array>(array: Numbers, length: number): Numbers {
  const copy = new (array.constructor as new (length: number) => Numbers)(length);
  copy.set(array);
  return copy;
}

/** Makes room for this many more. Grows by half, so at most a third of the array is idle. */
export function reserve(list: NumberList, more: number): void {
  const needed = list.length + more;
  if (needed <= list.values.length) return;
  list.values = grown(list.values, Math.max(needed, Math.ceil(list.values.length * 1.5)));
}

/** Appends a number and returns its index. */
export function push(list: NumberList, value: number): number {
  if (list.length === list.values.length) reserve(list, 1);
  list.values[list.length] = value;
  return list.length++;
}

/**
 * The indexes of a list in the order of its values, which are below `limit`: a counting sort.
 * Those of value `v` are from `starts[v]` up to but excluding `starts[v + 1]`.
 */
export function groupIndexes({ values, length }: NumberList, limit: number) {
  const starts = new Uint32Array(limit + 1);
  for (let i = 0; i < length; i++) starts[values[i]! + 1]!++;
  for (let i = 1; i <= limit; i++) starts[i]! += starts[i - 1]!;
  const next = starts.slice();
  const indexes = new Uint32Array(length);
  for (let i = 0; i < length; i++) indexes[next[values[i]!]!++] = i;
  return { starts, indexes };
}
