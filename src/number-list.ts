/** A growable list of unsigned 32-bit integers, stored in a typed array: four bytes each and nothing to garbage-collect. */

export interface NumberList {
  values: Uint32Array;
  length: number;
}

export function createNumberList(capacity = 64): NumberList {
  return { values: new Uint32Array(capacity), length: 0 };
}

/** Makes room for this many more. Grows by half, so at most a third of the array is idle. */
export function reserve(list: NumberList, more: number): void {
  const needed = list.length + more;
  if (needed <= list.values.length) return;
  const grown = new Uint32Array(Math.max(needed, Math.ceil(list.values.length * 1.5)));
  grown.set(list.values.subarray(0, list.length));
  list.values = grown;
}

/** Appends a number and returns its index. */
export function push(list: NumberList, value: number): number {
  if (list.length === list.values.length) reserve(list, 1);
  list.values[list.length] = value;
  return list.length++;
}
