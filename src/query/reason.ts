/** Explains why a paper matches a query: which words, and where they occur. */
import type { Range } from '../text/excerpt.ts';
import { fold } from '../text/fold.ts';
import type { Document } from './document.ts';
import { textFields } from './fields.ts';
import { compile } from './meaning.ts';
import { placesOf } from './occurrences.ts';
import { fieldsOf, type PaperField, type Query, type TextLeaf } from './tree.ts';

export interface Reason {
  /** The words that matched, as the paper writes them, distinct, in order. */
  words: string[];
  /** Where, in `document.texts`: in order, apart from each other. */
  marks: Record<PaperField, Range[]>;
}

/** What is excluded is never a reason. Empty where the query does not match the paper. */
export function reasonFor(query: Query, document: Document): Reason {
  const marks = Object.fromEntries(textFields.map(({ name }) => [name, [] as Range[]])) as Reason['marks'];
  for (const leaf of leavesThatHold(query, document)) {
    for (const field of fieldsOf(leaf.field)) marks[field].push(...placesOf(leaf, document.tokens[field]));
  }
  const words = new Map<string, string>();
  for (const { name: field } of textFields) {
    // Words before they are merged: two neighbours are two words, and one mark.
    for (const { start, end } of inOrder(marks[field])) {
      const written = document.texts[field].slice(start, end);
      const folded = fold(written);
      if (!words.has(folded)) words.set(folded, written);
    }
    marks[field] = mergeRanges(marks[field]);
  }
  return { words: [...words.values()], marks };
}

function leavesThatHold(query: Query, document: Document): TextLeaf[] {
  if (!compile(query)(document)) return [];
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.flatMap((operand) => leavesThatHold(operand, document));
    case 'word':
    case 'phrase':
    case 'prefix':
      return [query];
    default:
      return [];
  }
}

function inOrder(ranges: readonly Range[]): Range[] {
  return [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Overlapping ranges as one. */
function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of inOrder(ranges)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start < last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}
