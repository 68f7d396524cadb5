/** A list of whole numbers that grows: four bytes each, where an array of JavaScript's takes eight and its garbage. */

export interface Numbers {
  values: Uint32Array;
  length: number;
}

export function createNumbers(capacity = 64): Numbers {
  return { values: new Uint32Array(capacity), length: 0 };
}

/** Makes room for so many more. Grown by half, so that at most a third is idle. */
export function reserve(numbers: Numbers, more: number): void {
  const needed = numbers.length + more;
  if (needed <= numbers.values.length) return;
  const grown = new Uint32Array(Math.max(needed, Math.ceil(numbers.values.length * 1.5)));
  grown.set(numbers.values.subarray(0, numbers.length));
  numbers.values = grown;
}

/** Adds a number; gives its place. */
export function push(numbers: Numbers, value: number): number {
  if (numbers.length === numbers.values.length) reserve(numbers, 1);
  numbers.values[numbers.length] = value;
  return numbers.length++;
}
