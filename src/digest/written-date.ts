/** Parses dates as the site and as people write them, and the comment count that may follow. */
import { Day } from '../model/paper.ts';

/** A date as written: the year may be missing, and a comment count may follow. */
export interface WrittenDate {
  month: number;
  day: number;
  year?: number;
  commentCount?: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s+)?';
/** Four digits in these centuries are a year, not a count of comments; after a comma and in `1899-08-01` any four are. */
const YEAR = '((?:19|20|21)\\d{2}(?!\\d))';
const YEAR_AFTER = `(?:(?:\\s*,\\s*(\\d{4}(?!\\d))|\\s+${YEAR}))?`;
const COUNT = '(?:(?:\\s*[·•|]\\s*|\\s+)(\\d{1,3}(?:,\\d{3})+|\\d{1,9})(?:\\s+comments?)?)?';

const AMERICAN = new RegExp(`^${WEEKDAY}${MONTH}\\s*${DAY}${YEAR_AFTER},?${COUNT}$`, 'i');
const EUROPEAN = new RegExp(`^${WEEKDAY}${DAY}\\.?\\s+(?:of\\s+)?${MONTH}${YEAR_AFTER},?${COUNT}$`, 'i');
const ISO = new RegExp(`^(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${COUNT}$`);

/** A count as the site writes it: `7`, `1,204`, `1.2k`; undefined for anything else. */
export function readCount(text: string): number | undefined {
  if (/^\d{1,3}(?:,\d{3})+$|^\d{1,6}$/.test(text)) return Number(text.replaceAll(',', ''));
  const thousands = /^(\d{1,3}(?:\.\d{1,2})?)\s?k$/i.exec(text)?.[1];
  return thousands === undefined ? undefined : Math.round(Number(thousands) * 1000);
}

/** `Dec 12`, `12 December 2025`, `Nov 11 1`, `Aug 23, 2024 4`, `2025-12-12`; undefined for anything else. */
export function readDate(line: string): WrittenDate | undefined {
  if (line.length > 48) return undefined;
  const text = line.replace(/^(?:published|submitted|posted)(?:\s+on)?:?\s+/i, '');
  const american = AMERICAN.exec(text);
  if (american) return written(american[3] ?? american[4], monthOf(american[1]), american[2], american[5]);
  const european = EUROPEAN.exec(text);
  if (european) return written(european[3] ?? european[4], monthOf(european[2]), european[1], european[5]);
  const iso = ISO.exec(text);
  return iso ? written(iso[1], Number(iso[2]), iso[3], iso[4]) : undefined;
}

/** Whether two dates have the same month and day. */
export function isSameDate(one: WrittenDate, other?: WrittenDate): boolean {
  return one.month === other?.month && one.day === other.day;
}

/** `Dec 12`, for messages. */
export function nameOf({ month, day }: WrittenDate): string {
  const name = MONTHS[month - 1] ?? '';
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${day}`;
}

function monthOf(name = ''): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function written(year: string | undefined, month: number, day = '', count?: string): WrittenDate | undefined {
  // Without a year, February may have 29 days.
  if (toDay(year === undefined ? 2024 : Number(year), month, Number(day)) === undefined) return undefined;
  const date: WrittenDate = { month, day: Number(day) };
  if (year !== undefined) date.year = Number(year);
  if (count !== undefined) date.commentCount = Number(count.replaceAll(',', ''));
  return date;
}

/** The day with these parts, or undefined where the calendar has none. */
export function toDay(year: number, month: number, day: number): Day | undefined {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return Day.safeParse(text).data;
}

/** The day of a date or an instant in JSON, in UTC; undefined for what is neither. */
export function dayFrom(value: unknown): Day | undefined {
  if (typeof value !== 'string' || value.length > 48) return undefined;
  const text = value.trim();
  if (!/^\d{4}-\d{2}-\d{2}[T ]/.test(text)) {
    const date = readDate(text);
    return date?.year === undefined ? undefined : toDay(date.year, date.month, date.day);
  }
  const instant = Date.parse(text);
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const day = hasZone && !Number.isNaN(instant) ? new Date(instant).toISOString() : text;
  return Day.safeParse(day.slice(0, 10)).data;
}

/** The one day in a file's name: `2024-05-10.json`, `daily_20240510.txt`; undefined for none, or several. */
export function dayInName(name = ''): Day | undefined {
  const found = name.slice(-300).matchAll(/(?<![\d.])((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)/g);
  const days = [...found].map(([, year, , month, day]) => toDay(Number(year), Number(month), Number(day)));
  const [first, ...others] = new Set(days.filter((day) => day !== undefined));
  return others.length > 0 ? undefined : first;
}
