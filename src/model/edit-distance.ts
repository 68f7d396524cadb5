/** Counts the typing errors between two words: a letter added, lost or changed, or two neighbors swapped. */

/** Longer words are not compared. */
const longest = 64;
const rows = [new Uint8Array(longest + 2), new Uint8Array(longest + 2), new Uint8Array(longest + 2)];

/**
 * The distance (optimal string alignment) of two words, or `limit + 1` when it is more than `limit`: only a band
 * of that width around the diagonal is computed.
 */
export function editDistance(word: string, text: string, limit: number): number {
  const { length } = word;
  if (length > longest || text.length > longest || Math.abs(length - text.length) > limit) return limit + 1;
  let [before, last, now] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= text.length; j++) last[j] = j;
  for (let i = 1; i <= length; i++) {
    const from = Math.max(1, i - limit);
    const to = Math.min(text.length, i + limit);
    now[from - 1] = from === 1 ? i : limit + 1;
    let least: number = now[from - 1]!;
    for (let j = from; j <= to; j++) {
      const unit = word.charCodeAt(i - 1);
      const same = unit === text.charCodeAt(j - 1);
      let slips = last[j - 1]! + (same ? 0 : 1);
      // Outside the band the row before is not filled.
      if (j < i + limit) slips = Math.min(slips, last[j]! + 1);
      slips = Math.min(slips, now[j - 1]! + 1);
      const swapped =
        i > 1 &&
        j > 1 &&
        unit === text.charCodeAt(j - 2) &&
        word.charCodeAt(i - 2) === text.charCodeAt(j - 1);
      if (swapped) slips = Math.min(slips, before[j - 2]! + 1);
      now[j] = slips;
      least = Math.min(least, slips);
    }
    if (least > limit) return limit + 1;
    [before, last, now] = [last, now, before];
  }
  return Math.min(last[text.length]!, limit + 1);
}
