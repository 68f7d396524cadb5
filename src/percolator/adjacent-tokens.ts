/** Indexes pairs of adjacent tokens by their terms, to answer phrase clauses. */
import { createNumberList, type NumberList, push } from '../number-list.ts';

/**
 * Every pair of tokens of which the second begins where the first ends, in buckets by a hash of their terms. A phrase is then
 * one look at a bucket that is nearly always empty: nine in ten phrases of topics occur in no paper of a day. Intersecting
 * the two terms' sorted positions took four times as long, as one of them is often a word like `learning`.
 */
export interface AdjacentTokens {
  /** Tokens of the second term right after a token of the first: after any of them, or after those in `among`. */
  follow(first: number, second: number, among: ReadonlySet<number> | undefined): Set<number>;
}

/** Given for each token, in order: its term, and where it starts and ends. */
export function createAdjacentTokens(
  terms: NumberList,
  starts: NumberList,
  ends: NumberList,
): AdjacentTokens {
  const firsts = createNumberList(1 << 12);
  const seconds = createNumberList(1 << 12);
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
