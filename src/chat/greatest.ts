/** Searches for how much of something fits. */

/** The greatest number up to `most` that fits, found by halving. `least` must fit. */
export function greatest(least: number, most: number, fits: (number: number) => boolean): number {
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
