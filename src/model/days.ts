/** Calculates with calendar days in UTC, in which sources count. */
import type { Day } from './paper.ts';

const DAY_MS = 24 * 3_600_000;

/** The day of a moment. @param now milliseconds since 1970 */
export function dayAt(now: number): Day {
  return new Date(now).toISOString().slice(0, 10);
}

/** The day so many days after another one; before it, where `count` is below 0. */
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
