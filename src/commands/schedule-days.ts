/** Reads the days of a schedule as people write them: weekdays, ranges and lists of them, and days of a month. */
import { LAST_DAY, WEEKDAYS } from '../channels/schedule.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** `mon`, `mon-fri`, `mon/wed/fri`. */
export function readDays(word: string): number[] | undefined {
  const ends = word.split(/[-–]|\.\./).map(readWeekday);
  const [first, last] = ends;
  if (ends.length === 2 && first !== undefined && last !== undefined) return weekdayRange(first, last);
  const list = word.split(/[/+&]/).map(readWeekday);
  const known = list.filter((day) => day !== undefined);
  return known.length === list.length ? known : undefined;
}

/** ISO weekdays from one to another, over Sunday where that is the way: `fri-mon`. */
export function weekdayRange(first: number, last: number): number[] {
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, at) => ((first - 1 + at) % 7) + 1);
}

/** 1 for `mon`, `monday` and `mondays`; undefined for what is no weekday. */
export function readWeekday(word: string): number | undefined {
  const singular = word.replace(/(?<=day|^...)s$/, '');
  if (singular.length < 3) return undefined;
  const at = WEEKDAYS.findIndex((name) => name.toLowerCase().startsWith(singular));
  return at < 0 ? undefined : at + 1;
}

/** The day of a month for `1st`, `first` and `last`, which is `LAST_DAY`; undefined for other words. */
export function readMonthDay(word: string): number | undefined {
  if (word === 'last') return LAST_DAY;
  const written = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(word)?.[1];
  if (written !== undefined) return Number(written);
  const at = ORDINALS.indexOf(word);
  return at < 0 ? undefined : at + 1;
}
