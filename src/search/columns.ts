/** Builds the columns of a segment: one value for each paper. */
import { numberFields, type TextGroup } from '../query/fields.ts';
import { hashOf } from './content-hash.ts';
import type { Facts } from './paper-collector.ts';
import type { Segment } from './segment.ts';
import type { Slices } from './slices.ts';
import { toStringTable } from './string-table.ts';

/** A hash table from the keys of ids to paper number + 1, at most half full. */
function idTableOf(facts: readonly Facts[]): Uint16Array {
  const table = new Uint16Array(2 ** Math.ceil(Math.log2(facts.length * 2 + 2)));
  facts.forEach(({ key }, doc) => {
    let slot = hashOf(key) & (table.length - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (table.length - 1);
    table[slot] = doc + 1;
  });
  return table;
}

/** Inverts the categories of each paper to the papers of each category. */
function categoriesOf(facts: readonly Facts[]) {
  const pairs = facts.flatMap(({ categories }, doc) => categories.map((name) => ({ name, doc })));
  const byName = Map.groupBy(pairs, ({ name }) => name);
  const names = [...byName.keys()].sort();
  const lists = names.map((name) => byName.get(name)!.map(({ doc }) => doc));
  const categoryStarts = new Uint32Array(names.length + 1);
  lists.forEach((docs, i) => {
    categoryStarts[i + 1] = categoryStarts[i]! + docs.length;
  });
  return { categories: toStringTable(names), categoryStarts, categoryDocs: Uint16Array.from(lists.flat()) };
}

/** The columns of these papers, in their order. */
export function* buildColumns(facts: readonly Facts[]): Slices<Omit<Segment, TextGroup | 'squares'>> {
  const ids = facts.map(({ id }) => id);
  const idTable = idTableOf(facts);
  yield;
  const categories = categoriesOf(facts);
  yield;
  const numbers = numberFields.map(({ name }, field) => [
    name,
    Int32Array.from(facts, (fact) => fact.numbers[field]!),
  ]);
  const idNames = toStringTable(ids);
  yield;
  const contents = new Uint32Array(2 * facts.length);
  facts.forEach(({ content }, doc) => {
    contents.set(content, 2 * doc);
  });
  yield;
  return {
    count: facts.length,
    ids: idNames,
    idTable,
    days: Int32Array.from(facts, ({ day }) => day),
    numbers: Object.fromEntries(numbers) as Segment['numbers'],
    hasCode: Uint8Array.from(facts, ({ hasCode }) => Number(hasCode)),
    lengths: Uint32Array.from(facts, ({ length }) => length),
    abstractStarts: Uint32Array.from(facts, ({ abstractStart }) => abstractStart),
    keywordStarts: Uint32Array.from(facts, ({ keywordStart }) => keywordStart),
    contents,
    ...categories,
    deleted: new Uint32Array((facts.length + 31) >>> 5),
  };
}
