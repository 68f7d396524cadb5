// @ts-check
/** Says times, days and numbers in the reader's own language and zone. */

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const oldDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
// A paper's date has no zone: it is the same day for every reader.
const paperDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const whole = new Intl.NumberFormat();

/** @param {number} at */
export const timeOf = (at) => clock.format(at);
/** @param {number} at */
export const momentOf = (at) => moment.format(at);
/** @param {number} count */
export const number = (count) => whole.format(count);

/** @param {number} at */
export function dayKey(at) {
  return new Date(at).toDateString();
}

/** @param {number} at @param {number} [now] */
export function dayName(at, now = Date.now()) {
  const day = new Date(at);
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(at) === dayKey(now)) return 'Today';
  if (dayKey(at) === yesterday.toDateString()) return 'Yesterday';
  return (day.getFullYear() === new Date(now).getFullYear() ? weekday : oldDay).format(day);
}

/** `2025-12-12` as the reader writes it; anything else as it is. @param {string} day */
export function paperDate(day) {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : paperDay.format(at);
}
