/** Formats days and moments for people: `Fri, Dec 12, 2025` everywhere. Machines get `2025-12-12`. */
import { Temporal } from 'temporal-polyfill';
import type { Line } from './message.ts';
import type { Day } from './paper.ts';

/** Made once: making one takes as long as a whole post. Days have no zone, so any will do that is used for both. */
const DAY = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Moments that a date can hold, in any zone. Milliseconds since 1970. */
const MOST_MS = 8.64e15 - 86_400_000;

/** `Fri, Dec 12, 2025`; text that is not a day is returned as it is. */
export function sayDay(day: Day): string {
  const at = Date.parse(day);
  return Number.isNaN(at) ? day : DAY.format(at);
}

/** The day of a moment in a zone: `Fri, Dec 12, 2025`. @param at milliseconds since 1970 */
export function sayDayAt(at: number, zone: string): string {
  const moment = momentIn(at, zone);
  return moment === undefined ? 'an unknown day' : sayDay(moment.toPlainDate().toString());
}

/** `Fri, Dec 12, 2025 at 09:00 Europe/Berlin`. @param at milliseconds since 1970 */
export function sayMoment(at: number, zone: string): string {
  const moment = momentIn(at, zone);
  if (moment === undefined) return 'an unknown time';
  return `${sayDayAt(at, zone)} at ${moment.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}

/**
 * The line with each place where it says this moment as `sayMoment` does marked as a moment, so that platforms which can show
 * it in the reader's own time zone.
 */
export function withMoment(line: Line, at: number | undefined, zone: string): Line {
  if (at === undefined || momentIn(at, zone) === undefined) return line;
  const said = sayMoment(at, zone);
  return line.flatMap((span): Line => {
    if (span.at !== undefined || span.url !== undefined) return [span];
    const parts = span.text.split(said);
    return parts.flatMap((text, place): Line => {
      const before: Line = place === 0 ? [] : [{ ...span, text: said, at }];
      return text === '' ? before : [...before, { ...span, text }];
    });
  });
}

/** Stored moments can be damaged; what is said about a channel must not fail for it. */
function momentIn(at: number, zone: string): Temporal.ZonedDateTime | undefined {
  if (!(Math.abs(at) <= MOST_MS)) return undefined;
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(at)).toZonedDateTimeISO(zone);
}
