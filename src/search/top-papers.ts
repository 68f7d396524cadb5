/** Keeps the best k papers in a heap. */
import { comparePlaces, type PaperPlace, type Segment } from './segment.ts';

/** A paper of a segment, and the key it is ordered by. */
export interface Ranked extends PaperPlace {
  key: number;
}

/** By key, highest first; then newest first; then by id. No two papers are equal. */
export function compareRanked(a: Ranked, b: Ranked): number {
  return b.key - a.key || comparePlaces(a, b);
}

export type Top = ReturnType<typeof createTop>;

/** A heap with the worst of the top papers at its root. */
export function createTop(limit: number) {
  const heap: Ranked[] = [];

  /** Moves the root down to where it belongs. */
  function sink(): void {
    const moved = heap[0]!;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && compareRanked(heap[child + 1]!, heap[child]!) > 0) child++;
      if (compareRanked(heap[child]!, moved) <= 0) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moved;
  }

  const top = {
    /** The key below which a paper cannot be among the top; -Infinity while there is room. */
    threshold: limit > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    offer(segment: Segment, doc: number, key: number): void {
      if (key < top.threshold) return;
      if (heap.length < limit) {
        heap.push({ segment, doc, key });
        // Sorted, worst first, it is a heap.
        if (heap.length === limit) heap.sort((a, b) => compareRanked(b, a));
      } else {
        // Of one segment, what comes later is no better than its equal.
        const worst = heap[0]!;
        if (key === worst.key && segment === worst.segment && doc > worst.doc) return;
        const ranked = { segment, doc, key };
        if (compareRanked(ranked, worst) >= 0) return;
        heap[0] = ranked;
        sink();
      }
      if (heap.length === limit) top.threshold = heap[0]!.key;
    },
    /** The top papers, best first. */
    ranked: () => heap.toSorted(compareRanked),
  };
  return top;
}
