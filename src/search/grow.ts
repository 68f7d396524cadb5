/** Numbers that grow as they are filled: what is collected before its size is known. */

export interface Column {
  values: Uint32Array;
  length: number;
}

export function createColumn(capacity: number): Column {
  return { values: new Uint32Array(capacity), length: 0 };
}

export function push(column: Column, value: number): void {
  if (column.length === column.values.length) {
    const grown = new Uint32Array(column.length * 2);
    grown.set(column.values);
    column.values = grown;
  }
  column.values[column.length++] = value;
}
