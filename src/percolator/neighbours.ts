/** Finds which tokens of a day stand next to each other: what phrases are answered from. */
import { createNumbers, type Numbers, push } from './numbers.ts';

/**
 * Every two tokens of which the second begins where the first ends, in buckets by a hash of their terms. A phrase is then one look
 * at a bucket that is nearly always empty: nine in ten phrases that are followed are nowhere in a day's papers. Laying the two
 * terms' sorted positions side by side took four times as long, as one of the two is often a word like `learning`.
 */
export interface Neighbours {
  /** Tokens of the second term that begin where one of the first ends: where any, or one of `among`, does. */
  follow(first: number, second: number, among: ReadonlySet<number> | undefined): Set<number>;
}

/** For each token, in the order of the line, its term, and where it starts and ends. */
export function createNeighbours(terms: Numbers, starts: Numbers, ends: Numbers): Neighbours {
  const firsts = createNumbers(1 << 12);
  const seconds = createNumbers(1 << 12);
  for (let i = 0; i < terms.length; i++) {
    const end = ends.values[i]!;
    for (let k = i + 1; k < terms.length && starts.values[k]! <= end; k++) {
      if (starts.values[k] !== end) continue;
      push(firsts, i);
      push(seconds, k);
    }
  }

  const size = 2 ** Math.max(6, Math.ceil(Math.log2(firsts.length + 1)));
  const hashOf = (a: number, b: number) => {
    const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (size - 1);
  };
  const bucketStarts = new Uint32Array(size + 1);
  const buckets = Uint32Array.from({ length: firsts.length }, (_, i) =>
    hashOf(terms.values[firsts.values[i]!]!, terms.values[seconds.values[i]!]!),
  );
  for (const bucket of buckets) bucketStarts[bucket + 1]!++;
  for (let i = 1; i <= size; i++) bucketStarts[i]! += bucketStarts[i - 1]!;
  const next = bucketStarts.slice();
  const pairs = new Uint32Array(buckets.length);
  for (let i = 0; i < buckets.length; i++) pairs[next[buckets[i]!]!++] = i;

  return {
    follow(first, second, among) {
      const found = new Set<number>();
      const bucket = hashOf(first, second);
      for (let i = bucketStarts[bucket]!; i < bucketStarts[bucket + 1]!; i++) {
        const from = firsts.values[pairs[i]!]!;
        const to = seconds.values[pairs[i]!]!;
        if (terms.values[from] !== first || terms.values[to] !== second) continue;
        if (!among || among.has(from)) found.add(to);
      }
      return found;
    },
  };
}
