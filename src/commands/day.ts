/** Reads a calendar day as people write it. */
import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from '../channels/schedule.ts';
import { Day } from '../model/paper.ts';
import { MONTH_NAME, monthNumber } from './months.ts';
import { readNumber } from './numbers.ts';

/** A day, or how it lies to the current one: `weekday` (ISO, 1 to 7) and a `month` with its `date` are the latest such day. */
export type KnownDay =
  | { day: Day }
  | { ago: number }
  | { weekday: number; isPast?: true }
  | { month: number; date: number };
/** `choices` are days that may be meant. */
export type ReadDay = KnownDay | { problem: string; choices?: readonly Day[] };

const MONTH_NAMES = new RegExp(`^${MONTH_NAME}$`);
const WEEKDAY_NAMES =
  /^(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|sun|mon|tues?|wed|thu(?:rs?)?|fri|sat)$/;
const HINT = 'Write it as `2025-12-12`.';
/** A leap day comes at least once in so many years. */
const LEAP_YEARS = 8;
/** Any year that has all days. */
const LEAP_YEAR = 2024;
/** No written date is longer. UTF-16 units. */
export const MOST_TYPED_DAY = 40;

/**
 * Reads `2025-12-31`, `31/12/2025`, `Dec 31, 2025`, `Dec 31`, `last friday`, `yesterday` or `3 days ago`. Undefined for
 * words that are not meant as a day; a day that could be two, or that does not exist, is a problem.
 */
export function readDay(typed: string): ReadDay | undefined {
  const text = typed.normalize('NFKC').toLowerCase().trim().replace(/\.$/, '');
  if (text.length > MOST_TYPED_DAY) return /\d/.test(text) ? unreadable(typed) : undefined;
  return readRelative(text) ?? readNumeric(text, typed) ?? readNamed(text, typed) ?? notADay(text, typed);
}

/** The day that is meant. @param today by the clocks of the reader's zone */
export function resolveDay(read: KnownDay, today: Day): Day {
  if ('day' in read) return read.day;
  const now = Temporal.PlainDate.from(today);
  if ('ago' in read) return now.subtract({ days: read.ago }).toString();
  if ('weekday' in read) {
    const back = (now.dayOfWeek - read.weekday + 7) % 7;
    return now.subtract({ days: back === 0 && read.isPast ? 7 : back }).toString();
  }
  for (let year = now.year; year > now.year - LEAP_YEARS; year--) {
    const day = dayOf(year, read.month, read.date);
    if (day !== undefined && day <= today) return day;
  }
  // Unreachable: a day that some year has is in one of these.
  return today;
}

function readRelative(text: string): ReadDay | undefined {
  if (/^(?:today|heute)$/.test(text)) return { ago: 0 };
  if (/^(?:yesterday|gestern)$/.test(text)) return { ago: 1 };
  const [, which = '', name = ''] = /^(?:(last|past|this|on) )?([a-z]{3,9})$/.exec(text) ?? [];
  if (WEEKDAY_NAMES.test(name)) {
    const isPast = /^(?:last|past)$/.test(which) ? { isPast: true as const } : {};
    return { weekday: weekdayOf(name), ...isPast };
  }
  if (text === 'tomorrow') return { problem: 'Tomorrow has no digest yet.' };
  if (/^(?:the )?day before yesterday$/.test(text)) return { ago: 2 };
  const count = /^(.{1,12}) days? ago$/.exec(text)?.[1];
  const ago = count === undefined ? undefined : count === 'a' ? 1 : readNumber(count);
  return ago === undefined || ago > 36_500 ? undefined : { ago };
}

/** Digits alone: the year first, or the year last with the day and the month in either order. */
function readNumeric(text: string, typed: string): ReadDay | undefined {
  const first = /^(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (first && (first[2] !== '' || text.length === 8)) {
    return existing([first[1], first[3], first[4]].map(Number), typed);
  }
  // `24.12.`, as Germans write a day of any year; the last full stop is off already.
  const [, date, month] = /^(\d{1,2})\.(\d{1,2})$/.exec(/\.\s*$|^\d\d\.\d\d$/.test(typed) ? text : '') ?? [];
  if (date !== undefined) {
    const isThere = dayOf(LEAP_YEAR, Number(month), Number(date)) !== undefined;
    return isThere ? { month: Number(month), date: Number(date) } : notExisting(typed);
  }
  const last = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/.exec(text);
  if (last === null) return undefined;
  const [, one, , other, year] = last.map(Number);
  const days = [dayOf(year, other, one), dayOf(year, one, other)].filter((day) => day !== undefined);
  const [day, second] = [...new Set(days)];
  if (day === undefined) return notExisting(typed);
  if (second === undefined) return { day };
  const problem = `${quoted(typed)} could be \`${day}\` or \`${second}\`. Which one?`;
  return { problem, choices: [day, second] };
}

/** A month by its name, a day and a year, in any order; a weekday has to agree. */
function readNamed(text: string, typed: string): ReadDay | undefined {
  const words = text.split(/[\s,.\-/]+/).filter((word) => word !== '' && word !== 'of' && word !== 'the');
  const month = words.filter((word) => MONTH_NAMES.test(word));
  const weekday = words.filter((word) => WEEKDAY_NAMES.test(word));
  const year = words.filter((word) => /^\d{4}$/.test(word));
  const day = words.filter((word) => /^\d{1,2}(?:st|nd|rd|th)?$/.test(word));
  const read = month.length + weekday.length + year.length + day.length;
  if (month.length !== 1 || read !== words.length || weekday.length > 1) return undefined;
  if (day.length !== 1) return day.length === 0 && year.length === 0 ? undefined : unreadable(typed);
  const ofYear = monthNumber(month[0] ?? '');
  const date = Number.parseInt(day[0] ?? '', 10);
  if (year.length === 0 && weekday.length === 0) {
    const isThere = dayOf(LEAP_YEAR, ofYear, date) !== undefined;
    return isThere ? { month: ofYear, date } : notExisting(typed);
  }
  if (year.length !== 1) return { problem: `Which year is ${quoted(typed)} in? ${HINT}` };
  const found = existing([Number(year[0]), ofYear, date], typed);
  if (!('day' in found) || weekday[0] === undefined) return found;
  const actual = WEEKDAYS[Temporal.PlainDate.from(found.day).dayOfWeek - 1] ?? '';
  if (actual.toLowerCase().startsWith(weekday[0].slice(0, 3))) return found;
  return { problem: `${quoted(typed)} has the wrong weekday: \`${found.day}\` is a ${actual}.` };
}

/** Other words that say a day, but not which; undefined for words that say none. */
function notADay(text: string, typed: string): ReadDay | undefined {
  const [first = '', second = ''] = text.split(/\s+/);
  const isDay = (word: string) => WEEKDAY_NAMES.test(word) || /^(?:week|month|year)$/.test(word);
  const isRelative = /^(?:last|this|next|past)$/.test(first) && isDay(second);
  if (/\d/.test(text) || isRelative || (isDay(first) && second === '')) return unreadable(typed);
  return undefined;
}

/** ISO weekday of a name in `WEEKDAY_NAMES`. */
function weekdayOf(name: string): number {
  return WEEKDAYS.findIndex((weekday) => weekday.toLowerCase().startsWith(name.slice(0, 3))) + 1;
}

function existing([year, month, day]: readonly number[], typed: string): { day: Day } | { problem: string } {
  const found = dayOf(year, month, day);
  return found === undefined ? notExisting(typed) : { day: found };
}

/** The day with these numbers; undefined where the calendar has none. */
function dayOf(year = 0, month = 0, day = 0): Day | undefined {
  const pad = (number: number, length: number) => String(number).padStart(length, '0');
  const read = Day.safeParse(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
  return read.success ? read.data : undefined;
}

function notExisting(typed: string): { problem: string } {
  return { problem: `${quoted(typed)} isn't a day on the calendar.` };
}

function unreadable(typed: string): { problem: string } {
  return { problem: `I couldn't read ${quoted(typed)} as a day. ${HINT}` };
}

function quoted(text: string): string {
  return `\`${text.replaceAll('`', "'").slice(0, MOST_TYPED_DAY)}\``;
}
