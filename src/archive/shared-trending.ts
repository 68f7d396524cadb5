/** Shares what was read of trending papers: reading it takes longer, the more papers have votes. */
import type { Day } from '../model/paper.ts';
import type { Trending } from './trending.ts';

/** Those who ask within this time share one answer. Milliseconds. */
const SHARED_MS = 30_000;

/**
 * Returns a function that reads as the given one does, once for all who ask for the same day at about the same time. A failure is
 * not kept.
 */
export function shareTrending(read: (from: Day) => Promise<Trending[]>) {
  const shared = new Map<Day, { at: number; list: Promise<Trending[]> }>();
  return (from: Day, now: number): Promise<Trending[]> => {
    for (const [day, { at }] of shared) if (now < at || now - at >= SHARED_MS) shared.delete(day);
    const known = shared.get(from);
    if (known !== undefined) return known.list;
    const list = read(from);
    shared.set(from, { at: now, list });
    list.catch(() => shared.delete(from));
    return list;
  };
}
