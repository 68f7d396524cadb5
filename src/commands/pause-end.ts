/** Reads until when posts are to be paused: `2 weeks`, `until monday`, `until dec 1`. */
import { Temporal } from 'temporal-polyfill';
import { type KnownDay, readDay } from './day.ts';
import { readNumber } from './numbers.ts';

/** A time from now on, or the start of a day: the first such day that is still to come. */
export type PauseEnd =
  | { hours: number }
  | { days: number }
  | { months: number }
  | { next: 'day' | 'week' | 'month' | 'year' }
  /** `isThrough`: the day is the last one of the pause. */
  | { until: LaterDay; isThrough?: true };

type LaterDay = Exclude<KnownDay, { ago: number }>;

/** A pause that is longer has no end that anyone remembers. Days. */
const MOST_DAYS = 366;
/** A leap day comes at least once in so many years. */
const LEAP_YEARS = 8;

const UNITS: readonly (readonly [RegExp, (count: number) => PauseEnd])[] = [
  [/^(?:mins?|minutes?)$/, (minutes) => ({ hours: minutes / 60 })],
  [/^(?:h|hrs?|hours?)$/, (hours) => ({ hours })],
  [/^(?:d|days?)$/, (days) => ({ days })],
  [/^(?:w|wks?|weeks?)$/, (weeks) => ({ days: weeks * 7 })],
  [/^fortnights?$/, (fortnights) => ({ days: fortnights * 14 })],
  [/^(?:mo|months?)$/, (months) => ({ months })],
  [/^(?:yrs?|years?)$/, (years) => ({ months: years * 12 })],
];
/** `half a day` */
const HALVES: Readonly<Record<string, PauseEnd>> = {
  hour: { hours: 0.5 },
  day: { hours: 12 },
  week: { hours: 84 },
  month: { days: 15 },
  year: { months: 6 },
};

/** What is meant by the words behind `pause`; undefined for words that name no time. */
export function readPauseEnd(typed: string): PauseEnd | undefined {
  const text = typed.toLowerCase().trim();
  if (text.length > 40) return undefined;
  const [, until, through, words = ''] =
    /^(?:(until|till|til) |(through) |for )?(?:the (?!weekend))?(.*)$/.exec(text) ?? [];
  if (through !== undefined) return readThrough(words);
  return until === undefined
    ? (readTime(words) ?? readNext(words, false))
    : (readNext(words, true) ?? readDate(words));
}

/** `2 weeks`, `a week`, `next week`, `3d`. */
function readTime(words: string): PauseEnd | undefined {
  const half = /^half an? ([a-z]+)$/.exec(words)?.[1];
  if (half !== undefined) return HALVES[half];
  const [, digits, count = digits ?? '', unit = ''] =
    /^(?:next )?(?:(\d{1,3}) ?|([a-z]+(?:-[a-z]+)?|a couple of) )([a-z]+)$/.exec(words) ?? [];
  const number = /^(?:an?|next)$/.test(count) ? 1 : count === 'a couple of' ? 2 : readNumber(count);
  const known = UNITS.find(([written]) => written.test(unit));
  if (known === undefined || number === undefined || number < 1) return undefined;
  const end = known[1](number);
  return daysIn(end) > MOST_DAYS ? undefined : end;
}

function daysIn(end: PauseEnd): number {
  if ('hours' in end) return end.hours / 24;
  if ('months' in end) return end.months * 30;
  return 'days' in end ? end.days : 0;
}

/** `tomorrow`, `next week`, `next month`; of the rest of a period, `this week` too. */
function readNext(words: string, isUntil: boolean): PauseEnd | undefined {
  if (isUntil && words === 'today') return { next: 'day' };
  if (words === 'tomorrow') return isUntil ? { next: 'day' } : { days: 2 };
  if (!isUntil && /^(?:today|rest of (?:the|today)(?: day)?)$/.test(words)) return { next: 'day' };
  if (!isUntil && /^(?:this|over the) weekend$/.test(words)) return { next: 'week' };
  const pattern = isUntil
    ? /^(?:next |end of (?:the |this )?)(day|week|month|year)$/
    : /^(?:this |rest of (?:the |this )?)(day|week|month|year)$/;
  const unit = pattern.exec(words)?.[1];
  return unit === undefined ? undefined : { next: unit as 'day' | 'week' | 'month' | 'year' };
}

function readDate(words: string): { until: LaterDay } | undefined {
  const read = readDay(words.replace(/^(?:next|on) /, ''));
  return read === undefined || 'problem' in read || 'ago' in read ? undefined : { until: read };
}

/** The end of the last day that is named: `friday`, `tomorrow`, `this week`. */
function readThrough(words: string): PauseEnd | undefined {
  const date = readDate(words);
  return readNext(words, words.startsWith('end of ')) ?? (date && { ...date, isThrough: true });
}

/**
 * The moment at which the pause ends: days and dates end it at midnight in the zone, so that the post of that day arrives.
 * Undefined where it is past, or more than a year ahead. Milliseconds since 1970.
 */
export function endOf(end: PauseEnd, now: number, zone: string): number | undefined {
  if ('hours' in end) return now + Math.round(end.hours * 3_600_000);
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const day = dayOf(end, today);
  if (day === undefined || Temporal.PlainDate.compare(day, today) <= 0) return undefined;
  if (today.until(day).days > MOST_DAYS) return undefined;
  return day.toZonedDateTime(zone).epochMilliseconds;
}

function dayOf(
  end: Exclude<PauseEnd, { hours: number }>,
  today: Temporal.PlainDate,
): Temporal.PlainDate | undefined {
  if ('days' in end) return today.add({ days: end.days });
  if ('months' in end) return today.add({ months: end.months });
  if ('next' in end) return startOfNext(end.next, today);
  const day = dateOf(end.until, today);
  // Until today is as long as today lasts.
  return end.isThrough || day?.equals(today) ? day?.add({ days: 1 }) : day;
}

function dateOf(named: LaterDay, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if ('day' in named) return Temporal.PlainDate.from(named.day);
  if ('weekday' in named) return today.add({ days: (named.weekday - today.dayOfWeek + 7) % 7 || 7 });
  for (let year = today.year; year <= today.year + LEAP_YEARS; year++) {
    const first = Temporal.PlainDate.from({ year, month: named.month, day: 1 });
    if (named.date > first.daysInMonth) continue;
    const day = first.with({ day: named.date });
    if (Temporal.PlainDate.compare(day, today) >= 0) return day;
  }
  return undefined;
}

function startOfNext(unit: 'day' | 'week' | 'month' | 'year', today: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return today.add({ days: 1 });
    case 'week':
      return today.add({ days: 8 - today.dayOfWeek });
    case 'month':
      return today.with({ day: 1 }).add({ months: 1 });
    case 'year':
      return today.with({ month: 1, day: 1 }).add({ years: 1 });
  }
}
