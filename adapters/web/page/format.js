// @ts-check
/** Formats days as posts do, and times and numbers as the reader writes them, in the reader's zone. */

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
/** @type {Intl.DateTimeFormatOptions} */
const LIKE_POSTS = { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' };
// `Fri, Dec 12, 2025`, as the posts themselves write days.
const localDay = new Intl.DateTimeFormat('en-US', LIKE_POSTS);
// A paper's date has no zone: it is the same day for every reader.
const paperDay = new Intl.DateTimeFormat('en-US', { ...LIKE_POSTS, timeZone: 'UTC' });
const whole = new Intl.NumberFormat();

/** @param {number} at */
export const timeOf = (at) => clock.format(at);
/** @param {number} at */
export const momentOf = (at) => `${localDay.format(at)} at ${clock.format(at)}`;
/** @param {number} count */
export const number = (count) => whole.format(count);

/** @param {number} at */
export function dayKey(at) {
  return new Date(at).toDateString();
}

/** @param {number} at @param {number} [now] */
export function dayName(at, now = Date.now()) {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(at) === dayKey(now)) return 'Today';
  if (dayKey(at) === yesterday.toDateString()) return 'Yesterday';
  return localDay.format(at);
}

/** `Fri, Dec 12, 2025` for `2025-12-12`; anything else as it is. @param {string} day */
export function paperDate(day) {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : paperDay.format(at);
}
