/** Deduplicates incoming requests: Slack repeats those it believes lost, and a stranger may replay them. */
import type { Clock } from '../../src/model/ports.ts';

/** Twice as long as Bolt takes a signed request for fresh. Milliseconds. */
const REMEMBER_MS = 10 * 60_000;
/** More in ten minutes is an attack or a fault; the oldest are forgotten first. */
const MOST = 100_000;

/** `true` the first time one of the marks is seen within ten minutes, and remembers all of them. */
export type Once = (marks: readonly string[]) => boolean;

export function createOnce(clock: Clock): Once {
  /** Mark to the time it was seen; the oldest come first. */
  const seen = new Map<string, number>();
  return (marks) => {
    const now = clock();
    for (const [mark, at] of seen) {
      if (now - at < REMEMBER_MS && seen.size < MOST) break;
      seen.delete(mark);
    }
    const isNew = !marks.some((mark) => seen.has(mark));
    for (const mark of marks) if (!seen.has(mark)) seen.set(mark, now);
    return isNew;
  };
}
