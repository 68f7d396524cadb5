/** Calculates with calendar days in UTC, in which the sources count. */
import type { Day } from '../model/paper.ts';

const DAY_MS = 24 * 3_600_000;

export function dayAt(now: number): Day {
  return new Date(now).toISOString().slice(0, 10);
}

export function addDays(day: Day, count: number): Day {
  return dayAt(Date.parse(day) + count * DAY_MS);
}

/** The later of two days. */
export function laterOf(one: Day, other: Day): Day {
  return one > other ? one : other;
}

/** From the first to the last, both included; none when the last is before the first. */
export function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** A moment up to `withinMs` after `at`, so that installations do not all ask at once. */
export function about(at: number, withinMs: number, random: () => number): number {
  return at + Math.round(random() * withinMs);
}
