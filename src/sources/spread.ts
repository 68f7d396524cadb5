/** Spreads requests over time, so that installations do not all ask at once. */

/** A moment up to `withinMs` after `at`. */
export function about(at: number, withinMs: number, random: () => number): number {
  return at + Math.round(random() * withinMs);
}
