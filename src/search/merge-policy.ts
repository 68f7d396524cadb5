/** Decides which segments are merged: those of similar size, and those with many deleted papers. */
import { segmentLimit } from './segment.ts';

/** How many segments of similar size are merged at once. */
const mergeWidth = 4;

interface Part {
  segment: { count: number };
  /** How many of its papers are deleted. */
  dead: number;
}

/** How many papers of a segment are not deleted. */
export function liveIn({ segment, dead }: Part): number {
  return segment.count - dead;
}

/** Segments of one tier differ in size by a factor of less than `mergeWidth`. */
function tierOf(part: Part): number {
  return Math.floor(Math.log(Math.max(liveIn(part), 1)) / Math.log(mergeWidth) + 1e-9);
}

/** The segments that should be merged into one now; none when empty. */
export function dueForMerging<P extends Part>(parts: readonly P[]): P[] {
  const worn = parts.find((part) => part.dead * 4 > part.segment.count);
  if (worn) return [worn];
  const tiers = Map.groupBy(parts, tierOf);
  for (const tier of tiers.values()) {
    const smallest = tier.toSorted((a, b) => liveIn(a) - liveIn(b)).slice(0, mergeWidth);
    if (smallest.length < mergeWidth) continue;
    while (smallest.length > 1 && smallest.reduce((sum, part) => sum + liveIn(part), 0) > segmentLimit)
      smallest.pop();
    if (smallest.length > 1) return smallest;
  }
  return [];
}
