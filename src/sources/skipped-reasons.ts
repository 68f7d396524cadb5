/** Sums up why parts of a digest were skipped, for the log. */
import type { Skipped } from '../model/paper.ts';

/** Reasons that are told of one digest. */
const MOST_REASONS = 5;

/** `12: it has no title; the first on line 3`: each reason with how many parts it holds for, the most frequent first. */
export function sumUpSkipped(skipped: readonly Skipped[]): string[] {
  const byReason = [...Map.groupBy(skipped, ({ reason }) => kindOf(reason)).values()];
  const sorted = byReason.sort((a, b) => b.length - a.length);
  const lines = sorted.slice(0, MOST_REASONS).flatMap((alike) => {
    const [first] = alike;
    return first
      ? [`${alike.length}: ${first.reason}${alike.length > 1 ? '; the first' : ';'} on line ${first.line}`]
      : [];
  });
  const left = sorted.slice(MOST_REASONS).flat().length;
  return left === 0 ? lines : [...lines, `${left}: for other reasons`];
}

/** The reason without the numbers and titles that differ from part to part. */
function kindOf(reason: string): string {
  return reason.replace(/"[^"]*"/g, '"').replace(/\d[\d,]*/g, '0');
}
