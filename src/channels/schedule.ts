/** The model of a channel's schedule, and how it is worded for people. */
import { z } from 'zod';

/** ISO weekday numbers: 1 Monday to 7 Sunday. */
const Weekday = z.int().min(1).max(7);
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00');

export const Schedule = z.discriminatedUnion('every', [
  z.object({ every: z.literal('day'), time: Time }),
  /** Monday to Friday. */
  z.object({ every: z.literal('weekday'), time: Time }),
  /** A roll-up on each of these days, of all that came since the one before. */
  z.object({ every: z.literal('week'), on: z.array(Weekday).min(1), time: Time }),
  /** A roll-up once a month; 31 means the last day of shorter months too. */
  z.object({ every: z.literal('month'), on: z.int().min(1).max(31), time: Time }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** The day of a month that stands for its last, however long it is. */
export const LAST_DAY = 31;

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `every weekday at 09:00`, `every Monday and Thursday at 09:00`. */
export function printSchedule(schedule: Schedule): string {
  const at = `at ${schedule.time}`;
  switch (schedule.every) {
    case 'day':
      return `every day ${at}`;
    case 'weekday':
      return `every weekday ${at}`;
    case 'week':
      return `every ${sayDays(schedule.on)} ${at}`;
    case 'month':
      return `on ${schedule.on === LAST_DAY ? 'the last day' : `day ${schedule.on}`} of every month ${at}`;
  }
}

/** `Monday and Thursday`; three days and more in a row are `Monday to Friday`, and all of them `day`. */
function sayDays(days: readonly number[]): string {
  if (days.length === WEEKDAYS.length) return 'day';
  const names = days.map((day) => WEEKDAYS[day - 1] ?? '');
  const isRow = days.length > 2 && days.every((day, at) => day === (days[0] ?? 0) + at);
  return isRow ? `${names[0]} to ${names.at(-1)}` : new Intl.ListFormat('en').format(names);
}

/** As people type it: `weekdays 09:00`, `weekly mon thu 17:30`. */
export function typeSchedule(schedule: Schedule): string {
  switch (schedule.every) {
    case 'day':
      return `daily ${schedule.time}`;
    case 'weekday':
      return `weekdays ${schedule.time}`;
    case 'week':
      return `weekly ${schedule.on.map(shortDay).join(' ')} ${schedule.time}`;
    case 'month':
      return `monthly ${schedule.on} ${schedule.time}`;
  }
}

/** The days of a schedule as they are typed, for a form that has a box for each: `mon`, `thu`, or `monthly 15` alone. */
export function typeDays(schedule: Schedule): string[] {
  const all = WEEKDAYS.map((_, at) => shortDay(at + 1));
  switch (schedule.every) {
    case 'day':
      return all;
    case 'weekday':
      return all.slice(0, 5);
    case 'week':
      return schedule.on.map(shortDay);
    case 'month':
      return [`monthly ${schedule.on}`];
  }
}

/** `mon` for 1. */
function shortDay(day: number): string {
  return (WEEKDAYS[day - 1] ?? '').slice(0, 3).toLowerCase();
}
