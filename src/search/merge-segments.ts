/** Merges segments: deleted papers are dropped, all others keep their words and order. */
import { idKey } from '../model/paper-id.ts';
import { byTextGroup, numberFields, type TextGroup, textGroups } from '../query/fields.ts';
import { buildColumns } from './columns.ts';
import { mergeTerms } from './merge-terms.ts';
import type { Facts } from './paper-collector.ts';
import { comparePlaces, isDeleted, type PaperPlace, type Segment, type Terms } from './segment.ts';
import type { Slices } from './slices.ts';
import { stringAt } from './string-table.ts';

/** How many papers' facts are read in some milliseconds. */
const factsInSlice = 1 << 10;

/** The papers that are not deleted, in order. */
function livePlaces(segments: readonly Segment[]): PaperPlace[] {
  const places: PaperPlace[] = [];
  for (const segment of segments)
    for (let doc = 0; doc < segment.count; doc++) if (!isDeleted(segment, doc)) places.push({ segment, doc });
  // Each segment is sorted already, and JavaScript's sort merges such runs.
  return places.sort(comparePlaces);
}

/** What is stored of a paper besides its words and, here, its categories. */
function factsAt({ segment, doc }: PaperPlace): Facts {
  const id = stringAt(segment.ids, doc);
  return {
    id,
    key: idKey(id),
    day: segment.days[doc]!,
    numbers: numberFields.map(({ name }) => segment.numbers[name][doc]!),
    hasCode: segment.hasCode[doc] === 1,
    length: segment.lengths[doc]!,
    abstractStart: segment.abstractStarts[doc]!,
    keywordStart: segment.keywordStarts[doc]!,
    content: [segment.contents[2 * doc]!, segment.contents[2 * doc + 1]!],
    categories: [],
  };
}

/** One segment of all papers that are not deleted. There must not be more than a segment can have. */
export function* mergeSegments(segments: readonly Segment[]): Slices<Segment> {
  const places = livePlaces(segments);
  yield;
  const facts: Facts[] = [];
  for (const place of places) {
    facts.push(factsAt(place));
    if (facts.length % factsInSlice === 0) yield;
  }
  const moves = segments.map((segment) => new Int32Array(segment.count).fill(-1));
  const moveOf = new Map(segments.map((segment, s) => [segment, moves[s]!]));
  places.forEach(({ segment, doc }, to) => {
    moveOf.get(segment)![doc] = to;
  });
  segments.forEach(({ categories, categoryStarts, categoryDocs }, s) => {
    for (let i = 0; i + 1 < categoryStarts.length; i++) {
      const name = stringAt(categories, i);
      for (const doc of categoryDocs.subarray(categoryStarts[i], categoryStarts[i + 1]))
        facts[moves[s]![doc]!]?.categories.push(name);
    }
  });
  yield;
  const columns = yield* buildColumns(facts);
  const terms: Partial<Record<TextGroup, Terms>> = {};
  for (const group of textGroups) {
    yield;
    const all = segments.map((segment) => segment[group]);
    terms[group] = yield* mergeTerms(all, moves);
  }
  const squares = Float64Array.from(places, ({ segment, doc }) => segment.squares[doc]!);
  return { ...columns, squares, ...byTextGroup((group) => terms[group]!) };
}
