/**
 * Infers the day of a page from the dates it writes.
 *
 * The page omits its own year and only that, so its year is later than every year it writes. With a clock it is the
 * latest such year in which the header's date is not in the future. Decided for what that leaves open:
 * - `asOf` wins over all; a year in the header wins over inference.
 * - A written year after the clock's is a typo and is ignored.
 * - February 29, in the header or on a paper without a year, needs a leap year.
 * - With a clock but no such year: where every paper has a year, the page writes its own too, and it is the latest
 *   of them if the header's date has come. Else it is the year after, if that is a few days ahead of the clock at
 *   most; else the papers' years are wrong or the page's own, and it is the latest of the header's dates that has come.
 * - Without a clock it is the year after the latest written one; with no year written either, it throws `bad-digest`.
 * - A header without a year that agrees with the day in the file's name is of that day.
 * - No date in the header: the day in the file's name, else the clock's day, as a page is usually read on the day it is saved
 *   (and `onGuess` is called); without a clock it throws `bad-digest`.
 * - A paper's date without a year has the page's own, even where that lies ahead of the page: only that is omitted.
 */
import type { Day } from '../model/paper.ts';
import { dayOf, dayWithoutDate, type Reading, undated } from './reader.ts';
import { nameOf, toDay, type WrittenDate } from './written-date.ts';

/** A page may be read up to this many days before its own day: clocks and zones differ, and a batch appears the evening before. */
const DAYS_AHEAD = 7;

/** The day of a page with this header, whose papers carry these dates. */
export function inferDay(
  header: WrittenDate | undefined,
  papers: readonly WrittenDate[],
  reading: Reading,
): Day {
  if (reading.asOf !== undefined) return reading.asOf;
  const today = dayOf(reading.now);
  if (header === undefined) {
    const day = dayWithoutDate(reading);
    if (day === undefined) throw undated('The page has no date of its own');
    return day;
  }
  if (header.year !== undefined) return toDay(header.year, header.month, header.day) ?? '';
  if (reading.nameDay?.endsWith(toDay(2024, header.month, header.day)?.slice(4) ?? '?'))
    return reading.nameDay;
  const day = latestFitting(header, papers, today);
  if (day === undefined) throw undated(`The page is for ${nameOf(header)} but gives no year`);
  return day;
}

function latestFitting(header: WrittenDate, papers: readonly WrittenDate[], today?: Day): Day | undefined {
  const thisYear = today === undefined ? Number.POSITIVE_INFINITY : Number(today.slice(0, 4));
  let latest = Number.NEGATIVE_INFINITY;
  let needsLeap = false;
  for (const { year, month, day } of papers) {
    if (year !== undefined && year <= thisYear) latest = Math.max(latest, year);
    if (year === undefined && month === 2 && day === 29) needsLeap = true;
  }
  const inYear = (year: number) =>
    needsLeap && toDay(year, 2, 29) === undefined ? undefined : toDay(year, header.month, header.day);
  const come = (year: number) => {
    const day = inYear(year);
    return day !== undefined && today !== undefined && day <= today ? day : undefined;
  };
  // Leap years are at most eight apart.
  const nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const lastYears = nine.map((back) => thisYear - back);
  const own = lastYears.filter((year) => year > latest).map(come);
  const isDated = papers.every(({ year }) => year !== undefined);
  const known = [...own, isDated ? come(latest) : undefined].find((day) => day !== undefined);
  if (known !== undefined) return known;
  const next = nine.map((ahead) => inYear(latest + 1 + ahead)).find((day) => day !== undefined);
  if (next === undefined || today === undefined || daysBetween(today, next) <= DAYS_AHEAD) return next;
  return lastYears.map(come).find((day) => day !== undefined) ?? next;
}

function daysBetween(one: Day, other: Day): number {
  return (Date.parse(other) - Date.parse(one)) / (24 * 3600 * 1000);
}

/** The day of a paper on a page of `page`, with the page's year where it has none. */
export function datePaper(date: WrittenDate, page: Day): Day | undefined {
  return toDay(date.year ?? Number(page.slice(0, 4)), date.month, date.day);
}
