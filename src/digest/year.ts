/**
 * The dates a page writes enter, its day leaves.
 *
 * The page omits its own year and only that, so its year is later than every year it writes. With a clock it is the
 * latest such year in which the header's date is not in the future. Decided for what that leaves open:
 * - `asOf` wins over all; a year in the header wins over inference.
 * - A written year after the clock's is a slip of the pen and counts for nothing.
 * - February 29, in the header or on a paper without a year, needs a leap year.
 * - With a clock but no such year: where every paper has a year, the page writes its own too, and it is the latest
 *   of them if the header's date has come. Else it is the year after, a little ahead of the clock.
 * - Without a clock it is the year after the latest written; with no year written either, nobody can know: refused.
 * - No date in the header: the clock's day, since a page is read when it is saved; without a clock, refused.
 */
import type { Day } from '../paper.ts';
import { nameOf, toDay, type WrittenDate } from './dates.ts';
import { dayOf, type Reading, undated } from './reading.ts';

/** The day of a page with this header, whose papers carry these dates. */
export function inferDay(
  header: WrittenDate | undefined,
  papers: readonly WrittenDate[],
  reading: Reading,
): Day {
  if (reading.asOf !== undefined) return reading.asOf;
  const today = dayOf(reading.now);
  if (header === undefined) {
    if (today === undefined) throw undated('The page has no date of its own');
    return today;
  }
  if (header.year !== undefined) return toDay(header.year, header.month, header.day) ?? '';
  const day = latestFitting(header, papers, today);
  if (day === undefined) throw undated(`The page is of ${nameOf(header)} but writes no year`);
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
  if (today !== undefined) {
    // Leap years are at most eight apart.
    for (let year = thisYear; year > latest && year > thisYear - 9; year -= 1)
      if (come(year)) return come(year);
    if (papers.every(({ year }) => year !== undefined) && come(latest)) return come(latest);
  }
  if (latest === Number.NEGATIVE_INFINITY) return undefined;
  for (let year = latest + 1; year <= latest + 9; year += 1) if (inYear(year)) return inYear(year);
  return undefined;
}

/** Two days, for zones: a paper may be dated a little after its page. */
const LEEWAY_MS = 2 * 24 * 3600 * 1000;

/** The day of a paper on a page of `page`: its year is the page's, or the one before where it would lie ahead. */
export function datePaper(date: WrittenDate, page: Day): Day | undefined {
  if (date.year !== undefined) return toDay(date.year, date.month, date.day);
  const year = Number(page.slice(0, 4));
  const day = toDay(year, date.month, date.day);
  const isAhead = day !== undefined && Date.parse(day) > Date.parse(page) + LEEWAY_MS;
  return isAhead ? toDay(year - 1, date.month, date.day) : day;
}
