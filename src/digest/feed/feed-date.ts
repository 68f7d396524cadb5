/** Parses the day of a date in a feed: the day as written, whatever zone or time follows. */
import type { Day } from '../../model/paper.ts';
import { setOf } from '../../text/word-list.ts';
import { toDay } from '../written-date.ts';

/** English names, and those of French, German, Spanish, Italian, Portuguese and Dutch that differ, without accents. */
const MONTH_NAMES = setOf(`
  jan|ene|gen feb|fev mar|mrz|maa|mae apr|avr|abr may|mai|mag|mei jun|juin|giu
  jul|juil|lug aug|aou|ago sep|set oct|okt|ott|out nov dec|dez|dic`);
const MONTHS = [...MONTH_NAMES].map((names) => names.split('|'));

/** `2025-11-17`, `2025/11/17`, `2025.11.17`, `20251117`, each with or without a time; `2025年11月17日`. */
const YEAR_FIRST =
  /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2})|年\s?(\d{1,2})月\s?(\d{1,2})日)(?!\d)/;
/** `Mon, 17 Nov 2025 10:00:00 CET`, `17 Nov 25`, `17th of November, 2025`, `17-Nov-2025`. */
const DAY_FIRST =
  /^(\d{1,2})(?:st|nd|rd|th|\.|er)?[\s-]+(?:(?:of|de|d')\s+)?([a-z]{3,12})\.?,?[\s-]+(?:(?:de|del)\s+)?(\d{4}|\d{2})(?!\d)/;
/** `November 17, 2025`, `Nov. 17th 2025`, `Nov 17 10:00:00 2025`. */
const MONTH_FIRST =
  /^([a-z]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+|\s+\d\d:\d\d(?::\d\d)?(?:\s+[a-z]{2,5})?\s+)(\d{4})(?!\d)/;
/** `2025 Nov 18`, as PubMed writes it, and `2025-Nov-18`. */
const YEAR_NAMED = /^(\d{4})[ -]([a-z]{3,12})\.?[ -](\d{1,2})(?!\d)/;
/** `17.11.2025`, `17/11/2025`, and `11/17/2025` where one of the two can be no month. */
const NUMBERS = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)/;
const WEEKDAY = /^[a-z]{2,12}\.?,?\s+(?=\d|[a-z]{3,12}\.?\s+\d)/;

/** The day, or undefined for text without one: of a month or a year no day is made up. */
export function readFeedDay(text: string): Day | undefined {
  const plain = text
    .slice(0, 80)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^\s*(?:published|available|first|online|posted)(?:\s+(?:online|on))*:?\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return yearFirst(plain) ?? named(plain) ?? named(plain.replace(WEEKDAY, '')) ?? numbers(plain);
}

function yearFirst(text: string): Day | undefined {
  const [, year, , month, day, tightMonth, tightDay, hanMonth, hanDay] = YEAR_FIRST.exec(text) ?? [];
  if (year === undefined) return undefined;
  return dayOf(year, Number(month ?? tightMonth ?? hanMonth), day ?? tightDay ?? hanDay);
}

function named(text: string): Day | undefined {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return dayOf(fullYear(dayFirst[3] ?? ''), monthOf(dayFirst[2] ?? ''), dayFirst[1]);
  const yearFirst = YEAR_NAMED.exec(text);
  if (yearFirst !== null) return dayOf(yearFirst[1], monthOf(yearFirst[2] ?? ''), yearFirst[3]);
  const monthFirst = MONTH_FIRST.exec(text);
  return monthFirst === null ? undefined : dayOf(monthFirst[3], monthOf(monthFirst[1] ?? ''), monthFirst[2]);
}

/** Points are European. Of two numbers that could both be months, none is guessed. */
function numbers(text: string): Day | undefined {
  const [, first, sign, second, year] = NUMBERS.exec(text) ?? [];
  const isEuropean = sign === '.' || Number(first) > 12;
  if (isEuropean || first === second) return dayOf(year, Number(second), first);
  return Number(second) > 12 ? dayOf(year, Number(first), second) : undefined;
}

function monthOf(name: string): number {
  return MONTHS.findIndex((names) => names.some((start) => name.startsWith(start))) + 1;
}

/** RFC 822 wrote two digits: https://www.rfc-editor.org/rfc/rfc2822#section-4.3 */
function fullYear(year: string): string {
  if (year.length > 2) return year;
  return String(Number(year) + (Number(year) < 50 ? 2000 : 1900));
}

/** Days before 1900 are defaults of programs, such as `0001-01-01`; so is the first of 1970. */
function dayOf(year: string | undefined, month: number, day: string | undefined): Day | undefined {
  const found = toDay(Number(year), month, Number(day));
  return found === undefined || found < '1900' || found === '1970-01-01' ? undefined : found;
}
