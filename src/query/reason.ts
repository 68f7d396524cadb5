/** Explains why a paper matches a query: which words, and where they occur. */
import type { Range } from '../text/excerpt.ts';
import { fold } from '../text/fold.ts';
import type { Document } from './document.ts';
import { textFields } from './fields.ts';
import { predicateOf } from './meaning.ts';
import { placesOf } from './occurrences.ts';
import { fieldsOf, isTextLeaf, type PaperField, type Query, type TextLeaf } from './tree.ts';

export interface Reason {
  /** The words that matched, as the paper writes them, distinct, in order. */
  words: string[];
  /** Their ranges in `document.texts`, in order and without overlap. */
  marks: Record<PaperField, Range[]>;
}

/** The reason why a paper matches: never what the query excludes. Empty where it does not match. */
export function reasonFor(query: Query, document: Document): Reason {
  const marks = Object.fromEntries(textFields.map(({ name }) => [name, [] as Range[]])) as Reason['marks'];
  for (const leaf of leavesThatHold(query, document)) {
    for (const field of fieldsOf(leaf.field)) marks[field].push(...placesOf(leaf, document.tokens[field]));
  }
  const words = new Map<string, string>();
  for (const { name: field } of textFields) {
    // Collected before ranges are merged, as two adjacent words may share one mark.
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
  if (!predicateOf(query)(document)) return [];
  if (query.kind === 'and' || query.kind === 'or')
    return query.of.flatMap((operand) => leavesThatHold(operand, document));
  if (query.kind === 'about') return leavesThatHold(query.words, document);
  return isTextLeaf(query) ? [query] : [];
}

function inOrder(ranges: readonly Range[]): Range[] {
  return [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Merges overlapping ranges. */
function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of inOrder(ranges)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start < last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}
