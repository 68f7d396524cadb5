/** Builds the columns of a segment: one value for each paper. */
import { idKey } from '../model/paper-id.ts';
import { numberFields, type TextGroup } from '../query/fields.ts';
import { hashOf } from './content-hash.ts';
import type { Segment } from './segment.ts';
import { toStringTable } from './string-table.ts';

/** A hash table from ids to paper number + 1, at most half full. */
function idTableOf(ids: readonly string[]): Uint16Array {
  const table = new Uint16Array(2 ** Math.ceil(Math.log2(ids.length * 2 + 2)));
  ids.forEach((id, doc) => {
    let slot = hashOf(idKey(id)) & (table.length - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (table.length - 1);
    table[slot] = doc + 1;
  });
  return table;
}

/** Inverts the categories of each paper to the papers of each category. */
export function categoriesOf(
  byDoc: readonly (readonly string[])[],
): Pick<Segment, 'categories' | 'categoryStarts' | 'categoryDocs'> {
  const docsOf = new Map<string, number[]>();
  byDoc.forEach((names, doc) => {
    for (const name of names) {
      const docs = docsOf.get(name);
      if (docs) docs.push(doc);
      else docsOf.set(name, [doc]);
    }
  });
  const names = [...docsOf.keys()].sort();
  const lists = names.map((name) => docsOf.get(name)!);
  const categoryStarts = new Uint32Array(names.length + 1);
  lists.forEach((docs, i) => {
    categoryStarts[i + 1] = categoryStarts[i]! + docs.length;
  });
  return { categories: toStringTable(names), categoryStarts, categoryDocs: Uint16Array.from(lists.flat()) };
}

type Columns = Omit<Segment, TextGroup | 'categories' | 'categoryStarts' | 'categoryDocs'>;

/** One value for each paper, in the order of papers; two for `contents`. */
export interface ColumnValues {
  ids: string[];
  days: number[];
  /** One list for each of `numberFields`. */
  numbers: number[][];
  hasCode: number[];
  lengths: number[];
  abstractStarts: number[];
  keywordStarts: number[];
  contents: number[];
}

export function buildColumns(values: ColumnValues): Columns {
  const count = values.ids.length;
  return {
    count,
    ids: toStringTable(values.ids),
    idTable: idTableOf(values.ids),
    days: Int32Array.from(values.days),
    numbers: Object.fromEntries(
      numberFields.map(({ name }, field) => [name, Int32Array.from(values.numbers[field]!)]),
    ) as Segment['numbers'],
    hasCode: Uint8Array.from(values.hasCode),
    lengths: Uint32Array.from(values.lengths),
    abstractStarts: Uint32Array.from(values.abstractStarts),
    keywordStarts: Uint32Array.from(values.keywordStarts),
    contents: Uint32Array.from(values.contents),
    deleted: new Uint32Array((count + 31) >>> 5),
  };
}
