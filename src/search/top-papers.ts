/** Keeps the best k papers in a heap. */
import type { Segment } from './segment.ts';
import { compareStrings } from './string-table.ts';

/** A paper of a segment, and the key it is ordered by. */
export interface Ranked {
  segment: Segment;
  doc: number;
  key: number;
}

/** By key, highest first; then newest first; then by id. No two papers are equal. */
export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.key !== b.key) return b.key - a.key;
  // Papers of a segment are numbered in that order.
  if (a.segment === b.segment) return a.doc - b.doc;
  const days = b.segment.days[b.doc]! - a.segment.days[a.doc]!;
  if (days !== 0) return days;
  return compareStrings(a.segment.ids, a.doc, b.segment.ids, b.doc);
}

export interface Top {
  /** The key below which a paper cannot be among the top; -Infinity while there is room. */
  threshold: number;
  offer(segment: Segment, doc: number, key: number): void;
  /** The top papers, best first. */
  ranked(): Ranked[];
}

/** A heap with the worst of the top papers at its root. */
export function createTop(limit: number): Top {
  const heap: Ranked[] = [];

  function sink(): void {
    const moved = heap[0]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && compareRanked(heap[child + 1]!, heap[child]!) > 0) child++;
      if (compareRanked(heap[child]!, moved) <= 0) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moved;
  }

  function rise(): void {
    let at = heap.length - 1;
    const moved = heap[at]!;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (compareRanked(heap[parent]!, moved) >= 0) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = moved;
  }

  const top: Top = {
    threshold: limit > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    offer(segment, doc, key) {
      if (key < top.threshold || limit === 0) return;
      const ranked = { segment, doc, key };
      if (heap.length < limit) {
        heap.push(ranked);
        rise();
      } else if (compareRanked(ranked, heap[0]!) < 0) {
        heap[0] = ranked;
        sink();
      } else return;
      if (heap.length === limit) top.threshold = heap[0]!.key;
    },
    ranked: () => heap.toSorted(compareRanked),
  };
  return top;
}
