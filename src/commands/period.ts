/** Reads a period as people name it, such as `this week`, and says which days it has. */
import { Temporal } from 'temporal-polyfill';
import type { Day } from '../model/paper.ts';
import { MONTH_NAME, monthName, monthNumber } from './months.ts';
import { readNumber } from './numbers.ts';

/** Days from `back` units before the current one, a weekend that has begun, the `last` so many days, or a month: without a year the latest such one. */
export type Period =
  | { unit: 'day' | 'week' | 'month' | 'year'; back: 0 | 1 }
  | { weekend: 'latest' | 'before' }
  | { last: number }
  | { month: number; year?: number };

/** From one day to another, both included. */
export interface Days {
  from: Day;
  to: Day;
}

/** The longest name of a period. UTF-16 units. */
export const MOST_PERIOD = 40;
/** Ten years: as far as anybody looks back. */
const MOST_DAYS = 3_660;
const UNIT_DAYS = { day: 1, week: 7, month: 30, year: 365 } as const;

const CURRENT = /^(?:(?:this|current|the|of the|diese[rn]?) )?(week|month|year|woche|monat)(?:'s|ly)?$/;
const WEEKEND = /^(?:the |this |last |previous |past |the last |the past )?weekend(?:'s)?$/;
const BEFORE = /^(?:the )?(?:last|previous|letzte[rn]?) (week|month|year|woche|monat)(?:'s)?$/;
const PAST = /^(?:the |in the |over the )?(?:past|last) (?:(.{1,12}) )?(hour|day|week|month|year)s?$/;
/** `November`, `nov 2025`, `2025-11`. */
export const MONTHS = `(?:${MONTH_NAME}(?:,? (?:of )?(?:19|20)\\d\\d)?|(?:19|20)\\d\\d-(?:0[1-9]|1[0-2]))`;
const MONTH = new RegExp(`^${MONTHS}$`);
const PERIOD_AT_END =
  /^(.{1,160}?),? (?:(?:from|of|in|on|at|during|since|published|over) )?((?:this|last|past|the past|the last|previous) (?:\S{1,12} )?(?:hours?|days?|weeks?|months?|years?|weekend)|the weekend|yesterday|today|lately|recently)$/i;
/** "may" and "march" are words of sentences. */
const MONTH_AT_END = new RegExp(`^(.{1,160}?),? (?:from|in|of|during|published in) (${MONTHS})$`, 'i');
const GERMAN: Record<string, 'week' | 'month'> = { woche: 'week', monat: 'month' };
const COUNTS = new Map([
  ['a', 1],
  ['an', 1],
  ['couple', 2],
  ['couple of', 2],
  ['few', 3],
]);

/** The period with this name; undefined for other words. */
export function readPeriod(name: string): Period | undefined {
  const text = name.toLowerCase().trim();
  if (text.length > MOST_PERIOD) return undefined;
  if (/^(?:today(?:'s)?|the day|of the day|daily|tonight|this morning|heute)$/.test(text))
    return { unit: 'day', back: 0 };
  if (/^(?:yesterday(?:'s)?|gestern)$/.test(text)) return { unit: 'day', back: 1 };
  if (/^(?:weekly|monthly|yearly)$/.test(text)) return { unit: unitOf(text.slice(0, -2)), back: 0 };
  if (/^(?:lately|recently|these days|right now|now|at the moment)$/.test(text))
    return { last: UNIT_DAYS.week };
  if (/^(?:today and yesterday|yesterday and today)$/.test(text)) return { last: 2 };
  const weekend = WEEKEND.exec(text);
  if (weekend) return { weekend: /^(?:last|previous|past)/.test(text) ? 'before' : 'latest' };
  const current = CURRENT.exec(text)?.[1];
  if (current !== undefined) return { unit: unitOf(current), back: 0 };
  const before = BEFORE.exec(text)?.[1];
  if (before !== undefined) return { unit: unitOf(before), back: 1 };
  const [past, count = 'one', unit = ''] = PAST.exec(text) ?? [];
  return past === undefined ? monthOf(text) : lastOf(count, unit);
}

function monthOf(text: string): Period | undefined {
  if (!MONTH.test(text)) return undefined;
  const [year, number] = text.split('-').map(Number);
  if (number !== undefined && year !== undefined) return { month: number, year };
  const written = /\d{4}$/.exec(text)?.[0];
  return { month: monthNumber(text), ...(written === undefined ? {} : { year: Number(written) }) };
}

function unitOf(word: string): 'week' | 'month' | 'year' {
  return GERMAN[word] ?? (word as 'week' | 'month' | 'year');
}

function lastOf(count: string, unit: string): Period | undefined {
  const number = COUNTS.get(count) ?? readNumber(count);
  if (number === undefined || number < 1) return undefined;
  const days = unit === 'hour' ? Math.ceil(number / 24) : number * UNIT_DAYS[unit as keyof typeof UNIT_DAYS];
  return days > MOST_DAYS ? undefined : { last: days };
}

/** The days of a period. @param today the current day, by the clocks of the reader's zone */
export function daysOf(period: Period, today: Day): Days {
  const now = Temporal.PlainDate.from(today);
  if ('last' in period) return { from: now.subtract({ days: period.last - 1 }).toString(), to: today };
  if ('month' in period) return daysOfMonth(period, now);
  if ('weekend' in period) return daysOfWeekend(period.weekend, now);
  const { unit, back } = period;
  const first = firstDayOf(unit, now).subtract({ [`${unit}s`]: back });
  const last = first.add({ [`${unit}s`]: 1 }).subtract({ days: 1 });
  return { from: first.toString(), to: back === 0 ? today : last.toString() };
}

function daysOfMonth({ month, year }: { month: number; year?: number }, now: Temporal.PlainDate): Days {
  const latest = month > now.month ? now.year - 1 : now.year;
  const first = Temporal.PlainDate.from({ year: year ?? latest, month, day: 1 });
  const last = first.with({ day: first.daysInMonth });
  return { from: first.toString(), to: (Temporal.PlainDate.compare(last, now) > 0 ? now : last).toString() };
}

/** On a Saturday or a Sunday, the latest weekend is the current one, and the one before it has passed. */
function daysOfWeekend(which: 'latest' | 'before', now: Temporal.PlainDate): Days {
  const isOn = now.dayOfWeek >= 6;
  const saturday = now.subtract({ days: ((now.dayOfWeek + 1) % 7) + (isOn && which === 'before' ? 7 : 0) });
  const sunday = saturday.add({ days: 1 });
  return {
    from: saturday.toString(),
    to: (Temporal.PlainDate.compare(sunday, now) > 0 ? now : sunday).toString(),
  };
}

function firstDayOf(unit: 'day' | 'week' | 'month' | 'year', day: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return day.subtract({ days: day.dayOfWeek - 1 });
    case 'month':
      return day.with({ day: 1 });
    case 'year':
      return day.with({ month: 1, day: 1 });
  }
}

/** As the end of a sentence: `this week`, `yesterday`, `in the last 7 days`, `in November`. */
export function sayPeriod(period: Period): string {
  if ('last' in period) return period.last === 1 ? 'in the last day' : `in the last ${period.last} days`;
  if ('month' in period) {
    return `in ${monthName(period.month)}${period.year === undefined ? '' : ` ${period.year}`}`;
  }
  if ('weekend' in period) return period.weekend === 'before' ? 'last weekend' : 'over the weekend';
  const { unit, back } = period;
  if (unit === 'day') return back === 0 ? 'today' : 'yesterday';
  return `${back === 0 ? 'this' : 'last'} ${unit}`;
}

/** `diffusion this week`, `papers from last month`, `diffusion in November`: the words before a period that ends a line, and its name. */
export function periodAtEnd(line: string): { before: string; period: string } | undefined {
  const found = PERIOD_AT_END.exec(line) ?? MONTH_AT_END.exec(line);
  if (found === null) return undefined;
  const [, before = '', period = ''] = found;
  return readPeriod(period) === undefined ? undefined : { before, period: period.toLowerCase() };
}
