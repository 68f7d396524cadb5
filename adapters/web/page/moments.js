// @ts-check
/** Formats days and moments in the reader's time zone: `Fri, Dec 12, 2025`, as posts write days. */
import { make } from './dom.js';

/** Moments that a date can hold. Milliseconds since 1970. */
const MOST_MS = 8.64e15;

const day = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** @param {number} at */
export const formatDay = (at) => day.format(at);

/** @param {number} at */
export const formatTime = (at) => clock.format(at);

/** `Fri, Dec 12, 2025 at 9:00 AM`. @param {number} at */
export const formatMoment = (at) => `${formatDay(at)} at ${formatTime(at)}`;

/** A moment in the reader's zone, with what was said of it as a hint; that alone where it is not a moment. @param {number} at @param {string} said */
export function moment(at, said) {
  if (!(Math.abs(at) <= MOST_MS)) return document.createTextNode(said);
  return make('time', { datetime: new Date(at).toISOString(), title: said }, formatMoment(at));
}
