/** Arrays of numbers that grow as they are filled: what is collected before its size is known. */

export interface Column<A extends Uint8Array | Uint16Array | Uint32Array | Int32Array> {
  values: A;
  length: number;
}

export function createColumn<A extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(
  values: A,
): Column<A> {
  return { values, length: 0 };
}

export function push<A extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(
  column: Column<A>,
  value: number,
): void {
  if (column.length === column.values.length) {
    const grown = new (column.values.constructor as new (length: number) => A)(column.length * 2);
    grown.set(column.values);
    column.values = grown;
  }
  column.values[column.length++] = value;
}
