/** Shares what was read of trending papers: reading it takes longer, the more papers have votes. */
import type { Day } from '../model/paper.ts';
import type { Clock } from '../model/ports.ts';
import type { Trending } from './trending.ts';

/** Those who ask within this time share one answer. Milliseconds. */
const SHARED_MS = 30_000;

/**
 * Returns a function that reads as the given one does, once for all who ask for the same day at about the same time, as long as the
 * archive is in the same revision. A failure is not kept.
 */
export function shareTrending(
  read: (from: Day) => Promise<Trending[]>,
  { clock, revision }: { clock: Clock; revision: () => number },
) {
  const shared = new Map<Day, { at: number; revision: number; list: Promise<Trending[]> }>();
  return (from: Day): Promise<Trending[]> => {
    const [now, current] = [clock(), revision()];
    for (const [day, { at, revision }] of shared)
      if (now < at || now - at >= SHARED_MS || revision !== current) shared.delete(day);
    const known = shared.get(from);
    if (known !== undefined) return known.list;
    const list = read(from);
    shared.set(from, { at: now, revision: current, list });
    list.catch(() => shared.delete(from));
    return list;
  };
}
