/** Merges segments: deleted papers are dropped, all others keep their words and order. */
import { byTextGroup, numberFields } from '../query/fields.ts';
import { buildColumns, categoriesOf } from './columns.ts';
import { type Move, mergeTerms } from './merge-terms.ts';
import { isDeleted, type Segment } from './segment.ts';
import { compareStrings, stringAt } from './string-table.ts';

/** Renumbers the remaining papers in order. Each segment is sorted already. */
function plan(segments: readonly Segment[]): { moves: Move[]; from: { segment: Segment; doc: number }[] } {
  const moves = segments.map((segment) => new Int32Array(segment.count).fill(-1));
  const from: { segment: Segment; doc: number }[] = [];
  const at = segments.map(() => 0);
  const skipDeleted = (s: number) => {
    while (at[s]! < segments[s]!.count && isDeleted(segments[s]!, at[s]!)) at[s]!++;
  };
  segments.forEach((_, s) => {
    skipDeleted(s);
  });
  for (;;) {
    let best = -1;
    for (let s = 0; s < segments.length; s++) {
      if (at[s]! >= segments[s]!.count) continue;
      if (best < 0 || isBefore(segments[s]!, at[s]!, segments[best]!, at[best]!)) best = s;
    }
    if (best < 0) return { moves, from };
    moves[best]![at[best]!] = from.length;
    from.push({ segment: segments[best]!, doc: at[best]!++ });
    skipDeleted(best);
  }
}

function isBefore(a: Segment, docA: number, b: Segment, docB: number): boolean {
  const days = b.days[docB]! - a.days[docA]!;
  return days < 0 || (days === 0 && compareStrings(a.ids, docA, b.ids, docB) < 0);
}

/** The categories of each remaining paper. */
function categoriesByDoc(segments: readonly Segment[], moves: readonly Move[], count: number): string[][] {
  const lists: string[][] = Array.from({ length: count }, () => []);
  segments.forEach(({ categories, categoryStarts, categoryDocs }, s) => {
    for (let i = 0; i + 1 < categoryStarts.length; i++) {
      const name = stringAt(categories, i);
      for (let k = categoryStarts[i]!; k < categoryStarts[i + 1]!; k++) {
        const doc = moves[s]![categoryDocs[k]!]!;
        if (doc >= 0) lists[doc]!.push(name);
      }
    }
  });
  return lists;
}

/** One segment of all papers that are not deleted. There must not be more than a segment can have. */
export function mergeSegments(segments: readonly Segment[]): Segment {
  const { moves, from } = plan(segments);
  const pick = (read: (segment: Segment, doc: number) => number) =>
    from.map(({ segment, doc }) => read(segment, doc));
  const columns = buildColumns({
    ids: from.map(({ segment, doc }) => stringAt(segment.ids, doc)),
    days: pick((segment, doc) => segment.days[doc]!),
    numbers: numberFields.map(({ name }) => pick((segment, doc) => segment.numbers[name][doc]!)),
    hasCode: pick((segment, doc) => segment.hasCode[doc]!),
    lengths: pick((segment, doc) => segment.lengths[doc]!),
    abstractStarts: pick((segment, doc) => segment.abstractStarts[doc]!),
    keywordStarts: pick((segment, doc) => segment.keywordStarts[doc]!),
    contents: from.flatMap(({ segment, doc }) => [
      segment.contents[2 * doc]!,
      segment.contents[2 * doc + 1]!,
    ]),
  });
  return {
    ...columns,
    ...categoriesOf(categoriesByDoc(segments, moves, from.length)),
    ...byTextGroup((group) =>
      mergeTerms(
        segments.map((segment) => segment[group]),
        moves,
      ),
    ),
  };
}
