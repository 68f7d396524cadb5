/** Parses a time of day as people write it. */

/** The half of the day for a time on a 12-hour clock; `night` is from 18:00 to 06:00. */
export type Half = 'am' | 'pm' | 'night';

const HALVES: readonly [Half, RegExp][] = [
  ['am', /^(?:am|a\.m|mornings?)$/],
  ['pm', /^(?:pm|p\.m|afternoons?|evenings?)$/],
  ['night', /^(?:nights?|nightly)$/],
];

/** `am`, `pm` or `night` for a word that names a part of the day. */
export function readHalf(word: string): Half | undefined {
  return HALVES.find(([, words]) => words.test(word))?.[0];
}

/** `12:00` for `noon` and `midday`, `00:00` for `midnight`. */
export function readNamedTime(word: string): string | undefined {
  if (word === 'midnight') return '00:00';
  return word === 'noon' || word === 'midday' ? '12:00' : undefined;
}

/** Whether a time `HH:MM` lies in a part of the day. */
export function isIn(time: string, half: Half): boolean {
  if (half === 'night') return time >= '18:00' || time < '06:00';
  return time < '12:00' === (half === 'am');
}

/**
 * `HH:MM` for `9:00`, `9.30`, `0900`, `17h`, `17h30`, `9am`, `noon`, `midnight`, and for a bare hour such as `9` or one on
 * a 12-hour clock when `half` is given; undefined for anything else.
 */
export function readTime(word: string, half?: Half): string | undefined {
  const named = readNamedTime(word);
  if (named !== undefined) return half === undefined ? named : undefined;
  const parts = /^(\d{1,2})(?:[:.h]?([0-5]\d))?(h|uhr)?(am|pm|a\.m|p\.m)?$/.exec(word);
  if (parts === null) return undefined;
  const [, hours = '', minutes = '00', , own = ''] = parts;
  const written = readHalf(own);
  if (written !== undefined && half !== undefined && written !== half) return undefined;
  const hour = hourOf(Number(hours), written ?? half);
  return hour === undefined ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`;
}

function hourOf(hour: number, half: Half | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  // People write 00:30 am, but 0:30 pm does not exist.
  if (hour > 12 || (hour === 0 && half === 'pm')) return undefined;
  const isLate = half === 'pm' || (half === 'night' && hour >= 6 && hour < 12);
  return (hour % 12) + (isLate ? 12 : 0);
}
