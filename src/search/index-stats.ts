/** Measures an index: its papers, its terms and its bytes. */
import { textGroups } from '../query/fields.ts';
import type { ActiveSegment } from './segments.ts';
import { countOf } from './string-table.ts';

export interface IndexStats {
  papers: number;
  /** Distinct terms of each segment, added up: one that occurs in two segments counts twice. */
  terms: number;
  /** Of the arrays of all segments. */
  bytes: number;
}

/** @param size how many papers the index has; those that are not in a segment yet add no terms and bytes */
export function statsOf(parts: readonly ActiveSegment[], size: number): IndexStats {
  const stats = { papers: size, terms: 0, bytes: 0 };
  for (const { segment } of parts) {
    for (const group of textGroups) stats.terms += countOf(segment[group].terms);
    stats.bytes += bytesIn(segment);
  }
  return stats;
}

function bytesIn(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesIn(part), 0);
}
